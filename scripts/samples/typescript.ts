import type { Json } from '../contract/document.ts'
import type { Call } from './calls.ts'
import { around, laidOut, listed } from './layout.ts'
import type { Code } from './layout.ts'
import { typescriptProgram } from './programs.ts'
import { answerName, url } from './sample.ts'
import type { Sample, SampleLanguage } from './sample.ts'
import type { Field } from './value.ts'

/** TypeScript, with `@taskpact/client`. */
export const typescript: SampleLanguage = { name: 'typescript', sample, program: typescriptProgram }

function sample(call: Call): Sample {
  // The token identifies the caller.
  const params = call.path.filter(({ name }) => name !== 'user_id')
  const input = [
    ...(params.length > 0 ? [field('params', params)] : []),
    ...(call.query.length > 0 ? [field('query', call.query)] : []),
    ...(call.body ? [around('body: ', literal(call.body.json))] : []),
  ]
  const answer = answerName(call)
  const before = answer === null ? 'await ' : `const ${answer} = await `
  const method = call.isOfService ? `api.service.${call.id}` : `api.${call.id}`
  const asked: Code = input.length > 0 ? listed(`${method}({ `, input, ' })') : `${method}()`
  const lines = [
    `const api = createTaskpact({ url: '${url}'${call.secured ? ', token' : ''} })`,
    laidOut(around(before, asked), '  '),
    ...(answer === null ? [] : [`console.log(${answer})`]),
  ]
  const { id, example, secured } = call
  return { id, example, secured, imports: ["import { createTaskpact } from '@taskpact/client'"], code: lines.join('\n') }
}

const field = (name: string, values: Field[]): Code => around(`${name}: `, literal(Object.fromEntries(values.map((each) => [each.name, each.value.json]))))

function literal(json: Json): Code {
  if (typeof json === 'string') return `'${json.replace(/[\\']/g, '\\$&')}'`
  if (Array.isArray(json)) return listed('[', json.map(literal), ']')
  if (typeof json !== 'object' || json === null) return String(json)
  return listed(
    '{ ',
    Object.entries(json).map(([name, value]) => around(`${name}: `, literal(value))),
    ' }',
  )
}
