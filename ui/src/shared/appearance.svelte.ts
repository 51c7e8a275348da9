/** How this window looks and takes keys: theme, density, single keys. They belong to the window, so the web view keeps them, not the office. */

export type Theme = 'system' | 'light' | 'dark'
export type Density = 'regular' | 'compact'
export type SingleKeys = 'on' | 'off'
type Choices<Value> = readonly [Value, ...Value[]]

const themes: Choices<Theme> = ['system', 'light', 'dark']
const densities: Choices<Density> = ['regular', 'compact']
const singles: Choices<SingleKeys> = ['on', 'off']

let theme = $state(kept('theme', themes))
let density = $state(kept('density', densities))
let singleKeys = $state(kept('single-keys', singles))

/** What was chosen. */
export const chosenTheme = (): Theme => theme
export const chosenDensity = (): Density => density

/** Whether letters alone are commands in lists. */
export const singleKeysAct = (): boolean => singleKeys === 'on'

/** Chooses a theme; the window wears it at once, and the next time too. */
export function chooseTheme(to: Theme) {
  theme = to
  localStorage.setItem('theme', to)
  wear()
}

/** Chooses a density, likewise. */
export function chooseDensity(to: Density) {
  density = to
  localStorage.setItem('density', to)
  wear()
}

/** Lets letters alone be commands, or not. */
export function chooseSingleKeys(to: SingleKeys) {
  singleKeys = to
  localStorage.setItem('single-keys', to)
}

/** Dresses the document in what was chosen; called once before anything is drawn. */
export function wear() {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset.theme
  else dataset.theme = theme
  if (density === 'regular') delete dataset.density
  else dataset.density = density
}

/** What is kept under `key`, if it is one of those that exist; else the first of them. */
function kept<Value extends string>(key: string, values: Choices<Value>): Value {
  return values.find((value) => value === localStorage.getItem(key)) ?? values[0]
}
