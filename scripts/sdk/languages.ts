import { join } from 'node:path'
import { run } from '../support/run.ts'
import type { Language } from './language.ts'
import { python } from './python.ts'

const go: Language = {
  generators: (version) => [{
    name: 'go',
    options: { packageName: 'taskpact', packageVersion: version, disallowAdditionalPropertiesIfNotPresent: false, enumClassPrefix: true },
    leftOut: ['README.md', 'go.mod', 'go.sum', 'api/**', 'test/**'],
  }],
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
  generators: (version) => [{
    name: 'java',
    options: {
      library: 'native',
      invokerPackage: 'taskpact',
      apiPackage: 'taskpact.api',
      modelPackage: 'taskpact.model',
      artifactVersion: version,
      useSingleRequestParameter: true,
      openApiNullable: true,
      // An unset list would be sent as an empty one.
      containerDefaultToNull: true,
      hideGenerationTimestamp: true,
    },
    // Every object has a wait() of its own.
    renamed: ['--parameter-name-mappings', 'wait=waitSeconds'],
    leftOut: ['README.md', 'pom.xml', 'build.gradle', 'build.sbt', 'gradle*', 'gradle/**', 'settings.gradle', 'api/**', 'src/main/AndroidManifest.xml', 'src/main/java/taskpact/ApiException.java'],
  }],
  programs: ['javac', 'mvn'],
  install: 'default-jdk-headless maven',
  build: async (sdk, project) => {
    await run(sdk, 'mvn', ['--quiet', '--batch-mode', 'package', 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'])
    const classes = [join(sdk, 'target/*'), join(sdk, 'target/dependency/*'), project].join(':')
    await run(project, 'javac', ['-Xlint:all,-processing,-path,-classfile', '-Werror', '-cp', classes, 'Scenario.java', 'Samples.java'])
    return [['java', '-cp', classes, 'Scenario']]
  },
}

// Guzzle from Debian, so that nothing is downloaded from Packagist.
const guzzle = '/usr/share/php/GuzzleHttp/autoload.php'

const asRoot = { ...process.env, COMPOSER_ALLOW_SUPERUSER: '1' }

const php: Language = {
  generators: (version) => [{
    name: 'php',
    options: { invokerPackage: 'Taskpact', composerPackageName: 'taskpact/taskpact', artifactVersion: version },
    leftOut: ['README.md', 'composer.json', 'phpunit.xml.dist', '.php-cs-fixer*', 'test/**'],
  }],
  programs: ['php', 'composer', guzzle],
  install: 'php-cli php-curl php-mbstring php-guzzlehttp-guzzle composer',
  build: async (sdk, project) => {
    await run(sdk, 'composer', ['validate', '--quiet', '--strict', '--no-check-version', '--no-check-lock'], asRoot)
    await run(sdk, 'composer', ['dump-autoload', '--quiet', '--classmap-authoritative'], asRoot)
    return ['samples.php', 'scenario.php'].map((file) => ['php', '-d', `auto_prepend_file=${guzzle}`, join(project, file), join(sdk, 'vendor/autoload.php')])
  },
}

/** Every language with an SDK, by its name. */
export const languages: ReadonlyMap<string, Language> = new Map(Object.entries({ python, go, java, php }))
