import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** What a browser hands to the page, as JSON: the response of an authenticator to a challenge. */
export type Credential = { id: string; rawId: string; type: 'public-key'; clientExtensionResults: object; response: Record<string, unknown> }

/** An authenticator in a browser at one origin, with one passkey. */
export type Authenticator = {
  /** Creates the passkey: `navigator.credentials.create()`. */
  create(challenge: string): Credential
  /** Signs with it, after it has verified its user or not: `navigator.credentials.get()`. */
  get(challenge: string, isVerified?: boolean): Credential
}

// The flags of WebAuthn level 3, section 6.1.
const present = 0x01
const verified = 0x04
const attested = 0x40

/** An authenticator of the tests: a key of P-256 (ES256), and no attestation. */
export function createAuthenticator(origin: string): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(32)
  let uses = 0

  const clientData = (type: string, challenge: string): Buffer => Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const authenticatorData = (flags: number, ...rest: Buffer[]): Buffer => {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(++uses)
    return Buffer.concat([sha256(new URL(origin).hostname), Buffer.of(flags), counter, ...rest])
  }
  const credential = (response: Record<string, unknown>): Credential => {
    const name = id.toString('base64url')
    return { id: name, rawId: name, type: 'public-key', clientExtensionResults: {}, response }
  }

  return {
    create(challenge) {
      // A COSE key in CBOR: kty EC2, alg ES256, crv P-256, x and y.
      const point = [x, y].map((coordinate) => Buffer.from(coordinate, 'base64url'))
      const key = Buffer.concat([Buffer.from('a5010203262001', 'hex'), ...point.flatMap((bytes, at) => [Buffer.of(at === 0 ? 0x21 : 0x22, 0x58, 32), bytes])])
      const model = Buffer.alloc(16)
      const data = authenticatorData(present | verified | attested, model, Buffer.of(0, id.length), id, key)
      // In CBOR: { fmt: 'none', attStmt: {}, authData: data }
      const head = ['\xa3\x63fmt\x64none', '\x67attStmt\xa0', '\x68authData\x58'].map((part) => Buffer.from(part, 'latin1'))
      return credential({
        clientDataJSON: clientData('webauthn.create', challenge).toString('base64url'),
        attestationObject: Buffer.concat([...head, Buffer.of(data.length), data]).toString('base64url'),
        transports: ['internal'],
      })
    },

    get(challenge, isVerified = true) {
      const client = clientData('webauthn.get', challenge)
      const data = authenticatorData(isVerified ? present | verified : present)
      return credential({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', Buffer.concat([data, sha256(client)]), privateKey).toString('base64url'),
      })
    },
  }
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest()
