/** The time zones to choose from, by their IANA names, the one in use among them even if the web view knows it not. */
export function timeZones(inUse: string): { value: string; name: string }[] {
  const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), inUse])].sort()
  return zones.map((value) => ({ value, name: value.replaceAll('_', ' ') }))
}
