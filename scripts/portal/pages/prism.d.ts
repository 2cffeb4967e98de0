// The package brings no types, and those of others bring in the types of browsers, which would then count as present in all of the service.
declare module 'prismjs' {
  type Grammar = object
  const Prism: { languages: Record<string, Grammar>; highlight(text: string, grammar: Grammar, language: string): string }
  export default Prism
}
declare module 'prismjs/components/index.js' {
  export default function loadLanguages(names: string[]): void
}
