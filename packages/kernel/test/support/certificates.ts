import { Buffer } from 'node:buffer'
import { generateKeyPairSync, sign } from 'node:crypto'

/** A certificate and its key in PEM, made afresh: nothing in the repository is a key, and nothing expires. */
export interface TestCertificate {
  readonly cert: string
  readonly key: string
}

/** Signs a certificate for one DNS name with its own key (RFC 5280 §4.1), so that it is its own authority. */
export function createCertificate(dnsName: string): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ecdsaWithSha256 = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'))
  const commonName = der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('test')))
  const name = der(0x30, der(0x31, commonName))
  const validity = der(0x30, generalizedTime('20200101000000Z'), generalizedTime('99991231235959Z'))
  const altName = der(0x30, der(0x82, Buffer.from(dnsName)))
  const extension = der(0x30, Buffer.from('0603551d11', 'hex'), der(0x04, altName))
  const toBeSigned = der(
    0x30,
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1)),
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
    der(0xa3, der(0x30, extension)),
  )
  const signature = der(0x03, Buffer.of(0), sign('sha256', toBeSigned, privateKey))
  const body = der(0x30, toBeSigned, ecdsaWithSha256, signature).toString('base64')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${body.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  }
}

function generalizedTime(text: string): Buffer {
  return der(0x18, Buffer.from(text))
}

/** One DER value (X.690 §8.1, §10.1). */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const length = content.length
  const head =
    length < 0x80
      ? [length]
      : length < 0x100
        ? [0x81, length]
        : [0x82, Math.floor(length / 0x100), length % 0x100]
  return Buffer.concat([Buffer.of(tag, ...head), content])
}
