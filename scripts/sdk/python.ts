import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { url } from '../samples/sample.ts'
import { run } from '../support/run.ts'
import { root } from '../support/service.ts'
import { programIn } from './documented.ts'
import type { Generator } from './generator.ts'
import type { Edit, Language } from './language.ts'

// In Python, `date` would hide the type of the next field, and `from` is a keyword.
const renamed = ['--name-mappings', 'date=date_', '--parameter-name-mappings', 'from=from_']

const options = (version: string): Generator['options'] => ({
  projectName: 'taskpact',
  packageVersion: version,
  disallowAdditionalPropertiesIfNotPresent: false,
})

const blocking = (version: string): Generator => ({
  name: 'python',
  options: { ...options(version), packageName: 'taskpact' },
  leftOut: [
    ...['README.md', 'pyproject.toml', 'setup.py', 'setup.cfg', 'tox.ini', 'requirements.txt', 'test-requirements.txt', 'test/**'],
    ...['api_response', 'configuration', 'exceptions', 'rest'].map((module) => `taskpact/${module}.py`),
  ],
  renamed,
  // The examples in its documents do not run; the reference has one of each operation that does.
  only: 'apiDocs=false,modelDocs=false,apiTests=false,modelTests=false',
})

/** The same operations with asyncio. They share the models, the errors and the configuration. */
const withAsyncio = (version: string): Generator => ({
  name: 'python',
  options: { ...options(version), packageName: 'taskpact.aio', library: 'httpx' },
  leftOut: ['test/**', 'taskpact/__init__.py', 'taskpact/aio/models/**'],
  renamed,
  only: 'apis,models,supportingFiles=api_client.py:__init__.py,apiDocs=false,modelDocs=false,apiTests=false,modelTests=false',
})

/** What is written by hand, by its module. */
const byHand: [module: string, names: string[]][] = [
  ['$1signed_in', ['SignedInClient']],
  ['$1paging', ['each']],
  [
    'exceptions',
    [
      ...['ConnectionException', 'BadRequestException', 'UnauthorizedException', 'ForbiddenException', 'NotFoundException', 'ConflictException'],
      ...['PreconditionFailedException', 'UnprocessableEntityException', 'TooManyRequestsException', 'ServiceException'],
    ],
  ],
]

const imports = byHand.flatMap(([module, names]) => names.map((name) => `from taskpact.${module} import ${name} as ${name}\n`)).join('')
const exported = byHand.flatMap(([, names]) => names.map((name) => `    "${name}",\n`)).join('')

const edits: Edit[] = [
  // A misspelled field is an error, not ignored. What a later service adds to responses is kept apart, and so is not refused.
  { files: /^taskpact\/models\/.+\.py$/, replace: /( +)validate_assignment=True,\n/g, by: "$&$1extra='forbid',\n" },
  // What a model prints is easier to read without it.
  { files: /^taskpact\/models\/.+\.py$/, replace: /(additional_properties: .+ =) \{\}\n/g, by: '$1 Field(default={}, repr=False)\n' },
  { files: /^taskpact\/models\/.+\.py$/, replace: /^from pydantic import BaseModel, ConfigDict(?!.*\bField\b)/gm, by: '$&, Field' },
  { files: /^taskpact\/aio\/.+\.py$/, replace: /taskpact\.aio\.(models|exceptions|configuration|api_response)\b/g, by: 'taskpact.$1' },
  { files: /^taskpact\/(aio\/)?__init__\.py$/, replace: / +"ApiException",\n/g, by: `$&${exported}` },
  { files: /^taskpact\/(aio\/)?__init__\.py$/, replace: /from taskpact\.(aio\.)?api_client import .+\n/g, by: `$&${imports}` },
  // What a model holds as a number is taken as one: list_id=groceries.id.
  { files: /^taskpact\/(aio\/)?api\/.+_api\.py$/, replace: /\b((?:user|list|parent)_id: Annotated\[(?:Optional\[)?)StrictStr\b/g, by: '$1Union[StrictInt, StrictStr]' },
  // Otherwise a client without asyncio could be given to an API with it.
  { files: /^taskpact\/(aio\/)?api\/.+_api\.py$/, replace: /api_client=None/g, by: 'api_client: Optional[ApiClient] = None' },
  {
    files: /^taskpact\/api_client\.py$/,
    replace: /(def __exit__\(.+\):\n +)pass\n/g,
    by: '$1self.close()\n\n    def close(self) -> None:\n        """Closes the connections."""\n        self.rest_client.close()\n',
  },
  { files: /^taskpact\/aio\/api_client\.py$/, replace: /async def close\(self\):/g, by: 'async def close(self) -> None:' },
]

// The modules that are written by hand.
const modules = readdirSync(join(root, 'scripts/sdk/python'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.py'))

// The programs that documents show, by the name of a file for each.
const documented = { readme: 'scripts/sdk/python/README.md', guide: 'src/docs/assets/guides/15-python.md' }

const programs = ['scenario.py', 'scenario_aio.py', 'retries.py', 'webhooks.py', ...Object.keys(documented).map((name) => `${name}.py`)]

function writeDocumented(project: string): void {
  for (const [name, file] of Object.entries(documented)) {
    const program = programIn(file, 'python', name).replaceAll(`"${url}"`, 'sys.argv[1]')
    writeFileSync(join(project, `${name}.py`), `import sys\n${program}`)
  }
}

/** Python, with and without asyncio. */
export const python: Language = {
  generators: (version) => [blocking(version), withAsyncio(version)],
  edits,
  programs: ['python3'],
  install: 'python3 python3-venv',
  build: async (sdk, project) => {
    writeDocumented(project)
    await run(project, 'python3', ['-m', 'venv', 'venv'])
    const [pip, mypy, interpreter] = [join(project, 'venv/bin/pip'), join(project, 'venv/bin/mypy'), join(project, 'venv/bin/python')]
    await run(project, pip, ['install', '--quiet', '--disable-pip-version-check', sdk, 'mypy==1.18.2', 'standardwebhooks==1.1.0'])
    await run(project, mypy, ['--strict', 'samples.py', ...programs])
    await run(sdk, mypy, ['--strict', '--follow-imports=silent', `--python-executable=${interpreter}`, ...modules])
    return programs.map((program) => [interpreter, program])
  },
}
