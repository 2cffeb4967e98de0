// In this order: most browsers name others that they want to be taken for.
const programs: [RegExp, string][] = [
  [/\bEdgA?\/|\bEdgiOS\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bElectron\//, 'Electron'],
  [/\bChrome\/|\bCriOS\/|\bChromium\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
  [/^Wget\//, 'Wget'],
  [/^HTTPie\//, 'HTTPie'],
  [/^PostmanRuntime\//, 'Postman'],
  [/^insomnia\//, 'Insomnia'],
  [/^(?:(?:node|undici)$|axios\/|Bun\/|Deno\/)/, 'JavaScript'],
  [/^(?:python|OpenAPI-Generator\/.*\/python|aiohttp|httpx)/i, 'Python'],
  [/^(?:Go-http-client\/|OpenAPI-Generator\/.*\/go)/, 'Go'],
  [/^(?:Java|okhttp\/|OpenAPI-Generator\/.*\/java)/i, 'Java'],
  [/^(?:PHP|GuzzleHttp\/|OpenAPI-Generator\/.*\/PHP)/i, 'PHP'],
  [/^Dart\//, 'Dart'],
]

// Phones before the systems that they are made of.
const systems: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMacintosh\b|\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

const longest = 500

/**
 * A short name for the program that a request comes from, such as "Firefox on Linux". All of its words are ours, whatever was sent.
 * @param userAgent the header, which is a stranger's text
 * @returns null for one that is not known
 */
export function clientName(userAgent: string | readonly string[] | undefined): string | null {
  const text = String(userAgent ?? '').slice(0, longest)
  const named = (known: [RegExp, string][]): string | undefined => known.find(([pattern]) => pattern.test(text))?.[1]
  const program = named(programs)
  const system = named(systems)
  if (program === undefined) return null
  return system === undefined ? program : `${program} on ${system}`
}
