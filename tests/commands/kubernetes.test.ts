import { readFileSync, readdirSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { examineSettings } from '../../src/commands/doctor/settings.ts'
import { configOf } from '../../src/config/read.ts'

type Labels = Record<string, string>
type Probe = { httpGet: { path: string; port: string } }
type Container = Record<'startupProbe' | 'livenessProbe' | 'readinessProbe', Probe> & {
  image: string
  ports: { name: string; containerPort: number }[]
  envFrom: object[]
  lifecycle: { preStop: { sleep: { seconds: number } } }
  securityContext: object
  volumeMounts: object[]
}
type Pod = {
  terminationGracePeriodSeconds: number
  securityContext: { runAsUser: number }
  topologySpreadConstraints: { labelSelector: { matchLabels: Labels } }[]
  containers: [Container]
}

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
// `npm run kubernetes` compares the files with Kubernetes' schemas. These are the parts of them that are looked at here.
const kustomization: { namespace: string; resources: string[]; images: object[]; configMapGenerator: object[] } = parse(read('.kubernetes/kustomization.yaml'))
const deployment: {
  spec: {
    replicas: number
    strategy: { rollingUpdate: object }
    selector: { matchLabels: Labels }
    template: { metadata: { labels: Labels; annotations: Labels }; spec: Pod }
  }
} = parse(read('.kubernetes/deployment.yaml'))
const service: { spec: { selector: Labels; ports: { targetPort: string }[] } } = parse(read('.kubernetes/service.yaml'))
const budget: { spec: { maxUnavailable: number; selector: { matchLabels: Labels } } } = parse(read('.kubernetes/disruption-budget.yaml'))
const policy: { spec: { podSelector: { matchLabels: Labels }; ingress: { ports: { port: string }[] }[] } } = parse(read('.kubernetes/network-policy.yaml'))

const { template } = deployment.spec
const { spec } = template
const [container] = spec.containers
const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe]
const settings = parseEnv(read('.kubernetes/settings.env'))
const secrets = {
  DATABASE_URL: 'postgresql://app:secret@db.example.com/app?sslmode=verify-full',
  BETTER_AUTH_SECRET: 'thirty-two bytes or more, for a test',
  SMTP_URL: 'smtps://user:secret@smtp.example.com',
}
const ofImage: Record<string, string> = Object.fromEntries(
  (/^ENV (.+)$/m.exec(read('.docker/Dockerfile'))?.[1] ?? '').split(' ').map((pair) => pair.split('=')),
)

describe('what is deployed with .kubernetes', () => {
  test('the kustomization has every manifest, and the image with the version of the package', () => {
    const files = readdirSync(new URL('.kubernetes', root)).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')
    expect(kustomization.resources.toSorted()).toEqual(files)
    const { version } = JSON.parse(read('package.json')) as { version: string }
    expect(kustomization.images).toEqual([{ name: container.image, newName: `registry.example.com/${container.image}`, newTag: version }])
    expect(read('.docker/Dockerfile')).toContain(`-t ${container.image} .`)
  })

  test('the settings are ones that the service takes, and no secret is among them', () => {
    const known = read('README.md')
    expect(Object.keys(settings).filter((name) => !known.includes(`| \`${name}\` `))).toEqual([])
    expect(Object.keys(settings).filter((name) => name in secrets || /SECRET|TOKEN|PASSWORD/.test(name))).toEqual([])
    expect(kustomization.configMapGenerator).toEqual([{ name: 'taskpact-settings', envs: ['settings.env'] }])
    expect(container.envFrom).toEqual([{ configMapRef: { name: 'taskpact-settings' } }, { secretRef: { name: 'taskpact' } }])
    const config = configOf({ ...ofImage, ...settings, ...secrets })
    expect(config).toMatchObject({ trustProxy: 1, corsOrigins: [settings['CORS_ORIGINS']], publicUrl: settings['PUBLIC_URL'] })
    expect(examineSettings(config)).toEqual([{ check: 'settings', level: 'ok', found: 'nothing dangerous', advice: null }])
  })

  test('the guide has the command that makes the secret, with what the service needs', () => {
    const guide = read('src/docs/assets/guides/25-running-it.md')
    const command = /kubectl create secret generic (\S+) .*?\n```/s.exec(guide)
    expect(container.envFrom).toContainEqual({ secretRef: { name: command?.[1] } })
    expect([...(command?.[0] ?? '').matchAll(/--from-literal=(\w+)=/g)].map(([, name]) => name)).toEqual(Object.keys(secrets))
    expect(guide).toContain(`-n ${kustomization.namespace}`)
  })

  test('ports are those that the service listens on', () => {
    const ports = Object.fromEntries(container.ports.map(({ name, containerPort }) => [name, containerPort]))
    expect(ports).toEqual({ http: Number(ofImage['PORT']), metrics: Number(settings['METRICS_PORT']) })
    expect(ofImage['HOST']).toBe('0.0.0.0')
    expect(service.spec.ports.map(({ targetPort }) => targetPort)).toEqual(['http'])
    expect(policy.spec.ingress.flatMap(({ ports: admitted }) => admitted.map(({ port }) => port))).toEqual(['http', 'metrics'])
    expect(template.metadata.annotations['prometheus.io/port']).toBe(settings['METRICS_PORT'])
  })

  test('probes ask what the service answers', () => {
    const { paths }: { paths: Record<string, { get: { operationId: string } }> } = parse(read('openapi.yaml'))
    const operations = probes.map(({ httpGet: { path } }) => paths[path]?.get.operationId)
    expect(operations).toEqual(['getLiveness', 'getLiveness', 'getReadiness'])
    expect(probes.map(({ httpGet: { port } }) => port)).toEqual(['http', 'http', 'http'])
  })

  test('a pod has longer to stop than a stop takes, and another one is ready before', () => {
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(container.lifecycle.preStop.sleep.seconds + 30)
    expect(deployment.spec.strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 })
    expect(deployment.spec.replicas).toBeGreaterThan(budget.spec.maxUnavailable)
  })

  test('it runs as the user of the image, without any right, and writes to DATA_DIR alone', () => {
    expect(read('.docker/Dockerfile')).toMatch(new RegExp(`^USER ${spec.securityContext.runAsUser}$`, 'm'))
    expect(spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    })
    expect(container.securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } })
    expect(container.volumeMounts).toEqual([{ name: 'data', mountPath: ofImage['DATA_DIR'] }])
  })

  test('everything selects the same pods', () => {
    const { labels } = template.metadata
    const selectors = [deployment.spec.selector.matchLabels, service.spec.selector, budget.spec.selector.matchLabels, policy.spec.podSelector.matchLabels]
    selectors.push(...spec.topologySpreadConstraints.map(({ labelSelector }) => labelSelector.matchLabels))
    expect(new Set(selectors.map((selector) => JSON.stringify(selector)))).toEqual(new Set([JSON.stringify(labels)]))
  })
})
