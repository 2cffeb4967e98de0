import type { Json } from '../contract/document.ts'
import { typesOf } from './calls.ts'
import type { Call } from './calls.ts'
import { around, chained, laidOut } from './layout.ts'
import type { Code } from './layout.ts'
import { javaProgram } from './programs.ts'
import { answerName, camel, pascal, url } from './sample.ts'
import type { Sample, SampleLanguage } from './sample.ts'
import type { Field, Value } from './value.ts'

/** Java, with the SDK of `npm run sdk -- java`. */
export const java: SampleLanguage = { name: 'java', sample, program: javaProgram }

const withToken = chained('client.setRequestInterceptor(request -> ', ['request.setHeader("Authorization", "Bearer " + token)'], ');')

function sample(call: Call): Sample {
  const fields = [...call.path, ...call.query].map(({ name, value }) => around(`.${camel(name)}(`, literal(value), ')'))
  const body = call.body ? [around(`.${camel(call.body.name)}(`, literal(call.body), ')')] : []
  const [api, request] = [`${pascal(call.tag)}Api`, `API${pascal(call.id)}Request`]
  const answer = answerName(call)
  const before = `${answer === null ? '' : `var ${answer} = `}new ${api}(client).${call.id}(`
  const asked = call.takesInput ? chained(`${before}${request}.newBuilder()`, [...fields, ...body, '.build()'], ');') : `${before});`
  const lines = [
    'ApiClient client = new ApiClient();',
    `client.updateBaseUri("${url}");`,
    ...(call.secured ? [laidOut(withToken, '    ')] : []),
    '',
    laidOut(asked, '    '),
    ...(answer === null ? [] : [`System.out.println(${answer});`]),
  ]
  const types = typesOf(call)
  const names = [...new Set(['ApiClient', `api.${api}`, ...(call.takesInput ? [`api.${api}.${request}`] : []), ...types.map((type) => `model.${type}`)])]
  const ofJava = ['List', 'Map'].filter((name) => lines.join('\n').includes(`${name}.of(`)).map((name) => `java.util.${name}`)
  const imports = [...ofJava, ...names.map((name) => `taskpact.${name}`)]
  const { id, example, secured } = call
  return { id, example, secured, imports: imports.map((name) => `import ${name};`), code: lines.join('\n') }
}

function literal(value: Value): Code {
  if (value.kind === 'enum') return `${value.name}.${value.member}`
  if (value.kind === 'list') return chained('List.of(', value.items.map(literal), ')', ', ')
  if (value.kind === 'model') return model(value.name, value.fields)
  return plain(value.json, value.kind === 'plain' && value.type === 'int64')
}

function model(name: string, fields: Field[]): Code {
  const parts = fields.map((field) => around(`.${camel(field.name)}(`, literal(field.value), ')'))
  return chained(`new ${name}()`, parts)
}

function plain(json: Json, isLong = false): Code {
  if (json === null || typeof json !== 'object') return `${JSON.stringify(json)}${isLong && json !== null ? 'L' : ''}`
  if (Array.isArray(json))
    return chained(
      'List.of(',
      json.map((each) => plain(each)),
      ')',
      ', ',
    )
  return chained(
    'Map.of(',
    Object.entries(json).map(([name, each]) => around(`${JSON.stringify(name)}, `, plain(each))),
    ')',
    ', ',
  )
}
