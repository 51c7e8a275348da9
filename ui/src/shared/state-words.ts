/** A state as it is shown: never colour alone, so always an icon and words. */
export interface StateWords {
  icon:
    | 'bell'
    | 'bell-off'
    | 'check'
    | 'check-check'
    | 'circle-alert'
    | 'circle-dashed'
    | 'clock'
    | 'list-checks'
    | 'mail-check'
    | 'pause'
    | 'reply'
    | 'triangle-alert'
  /** `wait` ochre icon, `warn` ochre line, `bad` wax line, `good` accent icon, `ink` a stronger grey, `calm` the faintest. */
  tone: 'wait' | 'warn' | 'bad' | 'good' | 'ink' | 'calm'
  text: string
}
