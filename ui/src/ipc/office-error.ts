/** What came back instead of a reply. `code` is stable and has words in every language; `message` is for the log. */
export class OfficeError extends Error {
  readonly code: string
  readonly params: Record<string, unknown>

  constructor(code: string, message: string, params: Record<string, unknown> = {}) {
    super(message)
    this.name = 'OfficeError'
    this.code = code
    this.params = params
  }

  /** Reads whatever a door threw. Anything that is not the core's own error becomes `internal`. */
  static from(thrown: unknown): OfficeError {
    if (thrown instanceof OfficeError) return thrown
    if (
      typeof thrown === 'object' &&
      thrown !== null &&
      'code' in thrown &&
      typeof thrown.code === 'string'
    ) {
      const message = 'message' in thrown && typeof thrown.message === 'string' ? thrown.message : ''
      const params = 'params' in thrown && isRecord(thrown.params) ? thrown.params : {}
      return new OfficeError(thrown.code, message, params)
    }
    return new OfficeError('internal', String(thrown))
  }
}

/** Something in the office that is not as it was. */
export interface Change {
  /** `everything`: some news was lost on the way. */
  kind: 'client' | 'chat' | 'documents' | 'draft' | 'outbox' | 'inbox' | 'quarantine' | 'template' | 'settings' | 'office' | 'everything'
  id?: string
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
