/** What the window asks about message templates, and what it does to them. */
import { act, read, type Reply } from '../../../ipc'
import { onlyOf } from '../../../shared/editor/variables'

export type TemplateRow = Reply<'templates.list'>['templates'][number]
export type Template = Reply<'templates.get'>
export type TemplateDocument = Template['documents'][number]
export type Wanting = Reply<'templates.missing'>['clients'][number]

export const readTemplates = () => read('templates.list', () => ({}))
export const readTemplate = (templateId: () => string | undefined) =>
  read('templates.get', () => {
    const template_id = templateId()
    return template_id === undefined ? undefined : { template_id }
  })
export const createTemplate = () => act('templates.create')
export const duplicateTemplate = () => act('templates.duplicate')
export const deleteTemplate = () => act('templates.delete')
export const restoreTemplate = () => act('templates.restore')
export const removeDocument = () => act('templates.remove_document')

// Only the variables are asked about: while other words are written, what is known of them stays.
const about = (variables: readonly string[]) => ({ subject: '', body: onlyOf(variables) })

/** The values of variables for a client; nothing is asked without one. */
export const readValues = (clientId: () => string | undefined, variables: () => readonly string[]) =>
  read('templates.preview', () => {
    const client_id = clientId()
    return client_id !== undefined && variables().length ? { client_id, ...about(variables()) } : undefined
  })

/** For which clients variables have no value: among these, or among all (`'all'`). */
export const readMissing = (among: () => string[] | 'all', variables: () => readonly string[]) =>
  read('templates.missing', () => {
    const client_ids = among()
    if (client_ids === 'all') return about(variables())
    return client_ids.length && variables().length ? { client_ids, ...about(variables()) } : undefined
  })
