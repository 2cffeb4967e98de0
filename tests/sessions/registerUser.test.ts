import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { asSignIn, countAccounts, setEmailKey } from '../support/sign-in.ts'

const test = testsOf('registerUser')
const service = testService()

let registered = 0
/** A registration that is carried out, with the given fields in place of its own. */
const registration = (fields: object = {}): object => ({
  email: `someone-${++registered}@example.com`,
  password: 'correct horse battery',
  name: 'Someone',
  ...fields,
})
const register = (fields: object = {}) => service.anyone.post('/api/auth/register', registration(fields))

describe('registerUser', () => {
  test('201: the new account, signed in', async () => {
    const { body, headers } = await register({ email: 'Carol@Example.com', name: 'Carol' }).expect(201)
    expect(body).toEqual({
      user: {
        id: expect.any(Number),
        email: 'Carol@Example.com',
        name: 'Carol',
        time_zone: 'UTC',
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
      },
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      access_token: body.token,
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(headers['location']).toBe(`/api/${body.user.id}`)
    const carol = service.client({ Authorization: `Bearer ${body.access_token}` })
    const { body: user } = await carol.get(headers['location'] ?? '').expect(200)
    expect(user).toEqual({ ...body.user, email_verified: false, quotas: expect.anything() })
  })

  test('201: an answer that nobody may keep', async () => {
    const { headers } = await register().expect(201)
    expect(headers['cache-control']).toBe('no-store')
  })

  test('201: an id in the body has no effect', async () => {
    const { id } = service.alice
    const { body } = await register({ id, user_id: id, created_at: '2000-01-01T00:00:00Z' }).expect(201)
    expect(body.user.id).toBeGreaterThan(service.bob.id)
    expect(body.user.created_at).not.toMatch(/^2000/)
  })

  test('201: of the password an argon2id hash is kept, of the refresh token a SHA-256', async () => {
    const { body } = await register({ password: 'never to be found' }).expect(201)
    const passwords = 'select hash from passwords where user_id = $1'
    const [password] = await asSignIn<{ hash: string }>(service.database, passwords, [body.user.id])
    expect(password?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(password?.hash).not.toContain('never to be found')
    const tokens = 'select user_id from refresh_tokens where hash = sha256(convert_to($1, $2))'
    expect(await asSignIn(service.database, tokens, [body.refresh_token, 'UTF8'])).toEqual([{ user_id: String(body.user.id) }])
  })

  test.each([
    ['8 characters', 'xyxyxyxz'],
    ['128 characters', `${'x'.repeat(127)}y`],
    ['8 emoji', '🔑🚪🔑🚪🔑🚪🔑🔒'],
    ['100 emoji', '🔑'.repeat(99) + '🚪'],
    ['128 emoji', '🔑'.repeat(127) + '🚪'],
    ['a long piece twice', 'correct horse '.repeat(2)],
    ['what is nearly a sequence', 'abcdefgi'],
    ['an address and more', 'alice@example.com!1'],
    ['nothing but punctuation', '?!,.-#+*'],
    ['8 spaces and letters', '  a  b  '],
  ])('201: a password of %s', async (_, password) => {
    await register({ password }).expect(201)
  })

  test.each([
    ['7 characters', 'x'.repeat(7), 'must not have fewer than 8 characters'],
    ['7 emoji', '🔑'.repeat(7), 'must not have fewer than 8 characters'],
    ['129 characters', 'x'.repeat(129), 'must not have more than 128 characters'],
    ['129 emoji', '🔑'.repeat(129), 'must not have more than 128 characters'],
    ['a NUL', 'correct\0horse', 'must not contain the NUL character'],
    ['a number', 12_345_678, 'must be string'],
    ['nothing', null, 'must be string'],
  ])('400: a password of %s', async (_, password, detail) => {
    const { body } = await register({ password }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/password', detail }])
  })

  const common = 'must not be a common password'
  const again = 'must not be a few characters, or a common password, again and again'
  const sequence = 'must not be a sequence, such as 12345678 or qwertyui'
  test.each([
    ...['password', 'PassWord', 'P@ssw0rd', '12345678', 'qwertyuiop', 'Taskpact'].map((password) => [password, common]),
    ...['aaaaaaaa', ' '.repeat(8), 'xXxXxXxX', '🔑'.repeat(8), 'abcabcabd'.replace('d', 'c'), 'abcABCabcAB', '43124312', 'qwertzqwertz'].map((password) => [
      password,
      again,
    ]),
    ...['xy'.repeat(64), '1234567'.repeat(3), 'iloveyou'.repeat(2), 'Welcome1welcome1'].map((password) => [password, again]),
    ...['23456789012', '0987654321098', 'cdefghij', 'zyxwvuts', 'abcdefghijklmnopqrstuvwxyz', 'rtyuiopas', 'LKJHGFDS', 'qwertzuio'].map((password) => [
      password,
      sequence,
    ]),
    ...['αβγδεζηθ', 'гшщзхъфы', '١٢٣٤٥٦٧٨'].map((password) => [password, sequence]),
  ])('400: the password %j, which is easy to guess: it %s', async (password, detail) => {
    const { body } = await register({ password }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/password', detail }])
    expect(body.detail).toBe(`password ${detail}`)
  })

  test.each([
    ['Mary-Ann.Smith@example.com', 'mary-ann.smith@EXAMPLE.com', 'Mary'],
    ['Mary-Ann.Smith@example.com', 'MaryAnnSmith', 'Mary'],
    ['mas@example.com', 'mary ann smith', 'Mary-Ann Smith'],
    ['mas@example.com', 'Élodie Dupré'.normalize('NFD'), 'élodie dupré'],
    ['mas@xn--mnchen-3ya.de', 'mas@xn--mnchen-3ya.de', 'Mary'],
  ])('400: of %s, the password %j', async (email, password, name) => {
    const { body } = await register({ email, password, name }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/password', detail: 'must not be your e-mail address or your name' }])
  })

  test.each(['alice', 'alice@', '@example.com', 'alice@example', 'a b@example.com', 'a@b@example.com', 'a\0@example.com', 'alice@example.com\n'])(
    '400: the address %j',
    async (email) => {
      const { body } = await register({ email }).expect(400)
      expect(body.errors).toEqual([{ pointer: '#/email', detail: 'must be an e-mail address, such as alice@example.com' }])
    },
  )

  const invisible = 'must not contain spaces or invisible characters'
  const before = 'must not have two dots in a row before the @, nor a dot at the start or end'
  const after = 'must not have two dots in a row after the @, nor a dot at the start or end'
  const domain = 'must have a valid domain, such as example.com, after the @'
  test.each([
    ['<a@example.com>', 'must be the address alone: it must not contain <'],
    ['a@example.com>', 'must be the address alone: it must not contain >'],
    ['mailto:a@example.com', 'must be the address alone, without "mailto:"'],
    ['MAILTO:a@example.com', 'must be the address alone, without "mailto:"'],
    ['a@example.com;', 'must be the address alone: it must not contain ;'],
    ['a@example.com,', 'must be the address alone: it must not contain ,'],
    ['"a"@example.com', 'must be the address alone: it must not contain "'],
    ['a(b)@example.com', 'must be the address alone: it must not contain ('],
    ['a@[192.0.2.1]', 'must be the address alone: it must not contain ['],
    ['.a@example.com', before],
    ['a.@example.com', before],
    ['a..b@example.com', before],
    ['a@example.com.', after],
    ['a@exa..mple.com', after],
    ['a@mail.exa\u3002.com', after],
    ['a\u200b@example.com', invisible],
    ['a@exa\u200bmple.com', invisible],
    ['a@exa\u00admple.com', invisible],
    ['\u2060a@example.com', invisible],
    ['a\u0085@example.com', invisible],
    ['a\u202e@example.com', invisible],
    ['a\u3164@example.com', invisible],
    ['a@-example.com', domain],
    ['a@example-.com', domain],
    ['a@exa!mple.com', domain],
    ["a@example.com'", domain],
    ['a@xn--zzzz.com', domain],
    [`a@${'x'.repeat(64)}.com`, domain],
    ['a@exa\ufffdmple.com', domain],
  ])('400: the address %j: it %s', async (email, detail) => {
    const { body } = await register({ email }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/email', detail }])
    expect(body.detail).toBe(`email ${detail}`)
  })

  test.each(["o'brien+tasks@example.com", '!#$%&*/=?^_`{|}~-@example.com', 'a@mail_1.example.com', '用户@例え.jp', 'a@192.0.2.1', `${'x'.repeat(64)}@a.bc`])(
    '201: the address %j',
    async (email) => {
      const { body } = await register({ email }).expect(201)
      expect(body.user.email).toBe(email)
    },
  )

  test('400: an address of 255 characters, where 254 will do', async () => {
    const ending = '@example.com'
    await register({ email: 'x'.repeat(254 - ending.length) + ending }).expect(201)
    const { body } = await register({ email: 'x'.repeat(255 - ending.length) + ending }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/email', detail: 'must not have more than 254 characters' }])
  })

  test.each([' ', '\u3000\n', '', 'x'.repeat(256), 'Al\0ice'])('400: the name %j', async (name) => {
    const { body } = await register({ name }).expect(400)
    expect(body.errors).toContainEqual({ pointer: '#/name', detail: expect.any(String) })
  })

  test('400: each missing field is named', async () => {
    const { body } = await service.anyone.post('/api/auth/register', {}).expect(400)
    expect(new Set(body.errors)).toEqual(new Set(['email', 'password'].map((field) => ({ pointer: `#/${field}`, detail: 'is required' }))))
  })

  test('400: no body', async () => {
    const { body } = await service.anyone.post('/api/auth/register').expect(400)
    expect(body.detail).toBe('This operation requires a JSON body.')
  })

  test('400: an unknown field, for those who want to be told', async () => {
    const strict = service.client({ Prefer: 'handling=strict' })
    const { body } = await strict.post('/api/auth/register', registration({ role: 'admin' })).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/role', detail: 'is not a field of this operation' }])
  })

  test.each([
    ['the same', 'alice@example.com'],
    ['another case', 'ALICE@Example.COM'],
  ])('409: an address that has an account, written in %s', async (_, email) => {
    const { body } = await register({ email }).expect(409)
    expect(body).toMatchObject({
      type: '/docs/problems/email-taken',
      status: 409,
      errors: [{ pointer: '#/email', detail: 'is taken' }],
      message: body.detail,
    })
  })

  test.each([
    ['composed', 'decomposed', 'NFC', 'NFD'],
    ['decomposed', 'composed', 'NFD', 'NFC'],
  ])('409: a %s address that has an account in its %s form', async (first, _, one, other) => {
    const email = `Élise-${first}@example.com`
    await register({ email: email.normalize(other) }).expect(201)
    await register({ email: email.normalize(one) }).expect(409)
    await register({ email: email.normalize(one).toLowerCase() }).expect(409)
  })

  test.each([
    ['in Unicode, as it has it in ASCII', 'in-ascii@xn--mnchen-3ya.de', 'In-Ascii@MÜNCHEN.de'],
    ['in ASCII, as it has it in Unicode', 'in-unicode@münchen.de', 'in-unicode@XN--mnchen-3ya.de'],
    ['of wide letters', 'wide@münchen.de', 'wide@ｍünchen.de'],
  ])('409: an address whose account has its domain %s', async (_, one, other) => {
    await register({ email: one }).expect(201)
    await register({ email: one }).expect(409)
    await register({ email: other }).expect(409)
  })

  test('409: an address whose account is from before domains were compared in ASCII', async () => {
    const { body } = await register({ email: 'earlier@münchen.de' }).expect(201)
    await setEmailKey(service.database, body.user.id, 'earlier@münchen.de')
    await register({ email: 'earlier@münchen.de' }).expect(409)
    await register({ email: 'earlier@xn--mnchen-3ya.de' }).expect(409)
  })

  test('409: nothing is kept of the attempt', async () => {
    const before = await countAccounts(service.database)
    await register({ email: service.alice.email }).expect(409)
    expect(await countAccounts(service.database)).toEqual(before)
  })

  test('409: all but one of ten registrations of one address at once', async () => {
    const emails = Array.from({ length: 10 }, (_, index) => (index % 2 ? 'At-Once@example.com' : 'at-once@example.com'))
    const attempts = emails.map((email) => register({ email }))
    const statuses = (await Promise.all(attempts)).map(({ status }) => status)
    expect(statuses.sort()).toEqual([201, ...Array<number>(9).fill(409)])
  })
})
