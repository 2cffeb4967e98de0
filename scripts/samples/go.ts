import type { Json } from '../contract/document.ts'
import type { Call } from './calls.ts'
import { around, chained, laidOut, listed } from './layout.ts'
import type { Code } from './layout.ts'
import { goProgram } from './programs.ts'
import { answerName, pascal, url } from './sample.ts'
import type { Sample, SampleLanguage } from './sample.ts'
import type { Field, Value } from './value.ts'

/** Go, with the SDK of `npm run sdk -- go`. */
export const go: SampleLanguage = { name: 'go', sample, program: goProgram }

const withToken = listed('ctx := context.WithValue(', ['context.Background()', 'taskpact.ContextAccessToken', 'token'], ')')

function sample(call: Call): Sample {
  const place = ['ctx', ...call.path.map(({ value }) => JSON.stringify(value.json))].join(', ')
  const parts = [
    ...call.query.map(({ name, value }) => around(`${pascal(name)}(`, literal(value), ')')),
    ...(call.body ? [around(`${call.body.name}(`, literal(call.body), ')')] : []),
    'Execute()',
  ]
  const answer = answerName(call)
  const asked = chained(`client.${pascal(call.tag)}API.${pascal(call.id)}(${place}).`, parts, '', '.')
  const lines = [
    'configuration := taskpact.NewConfiguration()',
    laidOut(listed('configuration.Servers = taskpact.ServerConfigurations{', [`{URL: "${url}"}`], '}'), '\t'),
    'client := taskpact.NewAPIClient(configuration)',
    call.secured ? laidOut(withToken, '\t') : 'ctx := context.Background()',
    '',
    aligned(laidOut(around(`${answer === null ? '_' : `${answer}, _`}, err := `, asked), '\t')),
    'if err != nil {',
    '\tlog.Fatal(err)',
    '}',
    ...(answer === null ? [] : [`fmt.Println(${answer})`]),
  ]
  const imports = ['context', ...(answer === null ? [] : ['fmt']), 'log', '', 'taskpact']
  const { id, example, secured } = call
  return { id, example, secured, imports: ['import (', ...imports.map((name) => (name === '' ? '' : `\t"${name}"`)), ')'], code: lines.join('\n') }
}

/** Aligns the values of fields, as gofmt does. */
function aligned(text: string): string {
  return text.replace(/(?:^\t+\w+: .+[^{(]\n)+/gm, (fields) => {
    const widest = Math.max(...[...fields.matchAll(/^\t+(\w+:)/gm)].map(([, name = '']) => name.length))
    return fields.replace(/^(\t+)(\w+:) /gm, (_, indent: string, name: string) => `${indent}${name.padEnd(widest)} `)
  })
}

function literal(value: Value): Code {
  if (value.kind === 'enum') return enumName(value)
  if (value.kind === 'model') return model(value.name, value.fields)
  if (value.kind === 'map') return map(value.json)
  if (value.kind === 'list') return listed(`[]${typeOf(value.items[0])}{`, value.items.map(literal), '}')
  return JSON.stringify(value.json)
}

const enumName = ({ name, member }: { name: string; member: string }): string => `taskpact.${name.toUpperCase()}_${member}`

const model = (name: string, fields: Field[]): Code =>
  listed(
    `taskpact.${name}{`,
    fields.map((field) => around(`${pascal(field.name)}: `, fieldValue(field))),
    '}',
  )

/** Optional values are pointers; nullable values state whether they are set. */
function fieldValue({ required, value }: Field): Code {
  if (value.kind === 'list' || value.kind === 'map' || (required && !value.nullable)) return literal(value)
  if (!value.nullable) return pointer(value)
  const name = value.kind === 'plain' ? pascal(value.type) : value.name
  return around(`*taskpact.NewNullable${name}(`, value.json === null ? 'nil' : pointer(value), ')')
}

function pointer(value: Value): Code {
  if (value.kind === 'enum') return `${enumName(value)}.Ptr()`
  if (value.kind === 'model') return around('&', literal(value))
  return value.kind === 'plain' ? `taskpact.Ptr${shortType(value.type)}(${JSON.stringify(value.json)})` : literal(value)
}

const shortType = (type: string): string => (type === 'boolean' ? 'Bool' : pascal(type))

function typeOf(value: Value | undefined): string {
  if (value === undefined) throw new Error('An example in the contract is an empty list, of which Go needs the type.')
  if (value.kind === 'enum' || value.kind === 'model') return `taskpact.${value.name}`
  return value.kind === 'plain' && value.type !== 'boolean' ? value.type : 'any'
}

function map(json: Json): Code {
  if (json === null) return 'nil'
  if (Array.isArray(json)) return listed('[]any{', json.map(map), '}')
  if (typeof json !== 'object') return JSON.stringify(json)
  return listed(
    'map[string]any{',
    Object.entries(json).map(([name, each]) => around(`${JSON.stringify(name)}: `, map(each))),
    '}',
  )
}
