import { join } from 'node:path'
import type { Generator } from './generator.ts'
import { run } from './run.ts'

/** A language there is an SDK for. */
export type Language = {
  /** What the generator is told, for a version of the contract. */
  generator: (version: string) => Generator
  /** What building and using the SDK takes. */
  programs: string[]
  /** Where that comes from, in Debian. */
  install: string
  /** Builds the SDK as its users would, in a project of its own beside it, with the scenario and the samples in it. @returns what runs them, given a URL */
  build: (sdk: string, project: string) => Promise<Command[]>
}

type Command = [command: string, ...args: string[]]

const python: Language = {
  generator: (version) => ({
    name: 'python',
    options: { packageName: 'taskpact', projectName: 'taskpact', packageVersion: version, disallowAdditionalPropertiesIfNotPresent: false },
    leftOut: ['README.md', 'pyproject.toml', 'setup.py', 'setup.cfg', 'tox.ini', 'requirements.txt', 'test-requirements.txt', 'test/**'],
    renamed: ['--name-mappings', 'date=date_', '--parameter-name-mappings', 'from=from_'],
  }),
  programs: ['python3'],
  install: 'python3 python3-venv',
  build: async (sdk, project) => {
    await run(project, 'python3', ['-m', 'venv', 'venv'])
    await run(project, 'venv/bin/pip', ['install', '--quiet', '--disable-pip-version-check', sdk, 'mypy==1.18.2'])
    await run(project, 'venv/bin/mypy', ['--strict', 'scenario.py', 'samples.py'])
    return [[join(project, 'venv/bin/python'), 'scenario.py']]
  },
}

const go: Language = {
  generator: (version) => ({
    name: 'go',
    options: { packageName: 'taskpact', packageVersion: version, disallowAdditionalPropertiesIfNotPresent: false, enumClassPrefix: true },
    leftOut: ['README.md', 'go.mod', 'go.sum', 'api/**', 'test/**'],
  }),
  programs: ['go'],
  install: 'golang-go (1.23 or later)',
  build: async (sdk, project) => {
    await run(project, 'go', ['mod', 'init', 'scenario'])
    await run(project, 'go', ['mod', 'edit', '-require=taskpact@v0.0.0', `-replace=taskpact=${sdk}`])
    await run(project, 'go', ['vet', './...', 'taskpact'])
    await run(project, 'go', ['build', '-o', 'scenario', '.'])
    return [[join(project, 'scenario')]]
  },
}

const java: Language = {
  generator: (version) => ({
    name: 'java',
    options: {
      library: 'native',
      invokerPackage: 'taskpact',
      apiPackage: 'taskpact.api',
      modelPackage: 'taskpact.model',
      artifactVersion: version,
      useSingleRequestParameter: true,
      openApiNullable: true,
      // A list that was not set would be sent as an empty one.
      containerDefaultToNull: true,
      hideGenerationTimestamp: true,
    },
    leftOut: ['README.md', 'pom.xml', 'build.gradle', 'build.sbt', 'gradle*', 'gradle/**', 'settings.gradle', 'api/**', 'src/main/AndroidManifest.xml', 'src/main/java/taskpact/ApiException.java'],
  }),
  programs: ['javac', 'mvn'],
  install: 'default-jdk-headless maven',
  build: async (sdk, project) => {
    await run(sdk, 'mvn', ['--quiet', '--batch-mode', 'package', 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'])
    const classes = [join(sdk, 'target/*'), join(sdk, 'target/dependency/*'), project].join(':')
    await run(project, 'javac', ['-Xlint:all,-processing,-path,-classfile', '-Werror', '-cp', classes, 'Scenario.java', 'Samples.java'])
    return [['java', '-cp', classes, 'Scenario']]
  },
}

// Guzzle as Debian packages it, so that nothing is asked of Packagist.
const guzzle = '/usr/share/php/GuzzleHttp/autoload.php'

const php: Language = {
  generator: (version) => ({
    name: 'php',
    options: { invokerPackage: 'Taskpact', composerPackageName: 'taskpact/taskpact', artifactVersion: version },
    leftOut: ['README.md', 'composer.json', 'phpunit.xml.dist', '.php-cs-fixer*', 'test/**'],
  }),
  programs: ['php', 'composer', guzzle],
  install: 'php-cli php-curl php-mbstring php-guzzlehttp-guzzle composer',
  build: async (sdk, project) => {
    await run(sdk, 'composer', ['validate', '--quiet', '--strict', '--no-check-version', '--no-check-lock'], { COMPOSER_ALLOW_SUPERUSER: '1' })
    await run(sdk, 'composer', ['dump-autoload', '--quiet', '--classmap-authoritative'], { COMPOSER_ALLOW_SUPERUSER: '1' })
    return ['samples.php', 'scenario.php'].map((file) => ['php', '-d', `auto_prepend_file=${guzzle}`, join(project, file), join(sdk, 'vendor/autoload.php')])
  },
}

/** Every language there is an SDK for, by its name. */
export const languages: ReadonlyMap<string, Language> = new Map(Object.entries({ python, go, java, php }))
