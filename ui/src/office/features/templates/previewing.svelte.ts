/** For which client templates are previewed: the same from one template to the next. */
export const previewing = $state<{ clientId?: string }>({})
