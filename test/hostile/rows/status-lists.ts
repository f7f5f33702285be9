import type { RequestListener } from 'node:http'
import { deflateSync } from 'node:zlib'
import {
  encodeBase64url,
  encodeHex,
  HEAD_TYP,
  type JsonObject,
  leaseRuleOf,
  type Signer,
  STATUS_TOKEN_BYTES_MAX,
  STATUS_TOKEN_TYP,
  statusRoot,
} from '@evenkeel/kernel'
import type { HostileRow } from '../row.ts'
import { reforge, sign } from '../support/forge.ts'
import {
  askFor,
  joinMember,
  type Member,
  newSigner,
  nowS,
  present,
  respondAndLook,
} from '../support/honest.ts'
import type { HostileWorld } from '../support/hostile-world.ts'
import type { Answer } from '../support/raw-http.ts'

// An accredited issuer names lists at an address of its choice: what is behind that address is nobody's friend.

const ROUTE = 'POST /verifier-a/responses/:requestId'
const BITS = Buffer.alloc(64)
const VALID = deflateSync(BITS)
/** What a bomb would fill: 32 times the largest list. */
const BOMB_BYTES = 134_217_728

interface List {
  readonly uri: string
  /** Members of the head that are not as they should be. */
  readonly payload?: JsonObject
  /** Compressed. */
  readonly list?: Uint8Array
  readonly signer?: Signer
  readonly typ?: string
}

/** A head with its list, as the issuer owes it by its accreditation. */
async function statusHead(
  world: HostileWorld,
  { uri, payload, list = VALID, signer = world.issuerSigner, typ = HEAD_TYP }: List,
): Promise<string> {
  const iat = nowS()
  const head = await sign(signer, typ, {
    v: 1,
    scope: uri,
    seq: iat,
    root: encodeHex(statusRoot(new Uint8Array(BITS))),
    iat,
    exp: iat + 3_600,
    rule: { ...leaseRuleOf({ leaseMs: 3_600_000, clockBoundMs: 2_000 }) },
    bits: 2,
    pending: [],
    ...payload,
  })
  return `${head}~${encodeBase64url(new Uint8Array(list))}`
}

function plainList(world: HostileWorld, uri: string): Promise<string> {
  const iat = nowS()
  const status = { bits: 2, lst: encodeBase64url(new Uint8Array(VALID)) }
  return sign(world.issuerSigner, STATUS_TOKEN_TYP, {
    sub: uri,
    iat,
    exp: iat + 3_600,
    status_list: status,
  })
}

/** Serves what the function gives for its own address. */
function serveList(
  world: HostileWorld,
  tokenOf: (uri: string) => Promise<string>,
): { readonly uri: string; served(): number } {
  let served = 0
  const uri: string = world.origin.serve(async (_, response) => {
    served += 1
    response.end(await tokenOf(uri))
  })
  return { uri, served: () => served }
}

async function memberWith(world: HostileWorld, uri: string): Promise<Member> {
  const member = await joinMember(world)
  const credential = await reforge(member.credential, {
    signer: world.issuerSigner,
    claims: { status: { status_list: { uri, idx: 1 } } },
  })
  return { ...member, credential }
}

async function presentWith(world: HostileWorld, member: Member): Promise<Answer> {
  const asked = await askFor(world)
  return respondAndLook(world, asked, await present(member, asked))
}

/** A row in which a credential names this list. The verdict is undetermined for this reason, never accepted. */
function naming(
  name: string,
  code: string,
  uriOf: (world: HostileWorld) => string,
  covers?: HostileRow['covers'],
): HostileRow {
  return {
    name,
    ...(covers && { covers }),
    route: ROUTE,
    status: 200,
    code,
    async prepare(world) {
      const member = await memberWith(world, uriOf(world))
      return () => presentWith(world, member)
    },
  }
}

/** `seq` of a head is its `iat`. */
function issuedAt(iat: number): JsonObject {
  return { iat, seq: iat }
}

const serving =
  (parts: (uri: string) => Omit<List, 'uri'>) =>
  (world: HostileWorld): string =>
    serveList(world, (uri) => statusHead(world, { uri, ...parts(uri) })).uri

const answeringWith =
  (answer: RequestListener) =>
  (world: HostileWorld): string =>
    world.origin.serve(answer)

const tokenRows: readonly HostileRow[] = [
  naming(
    'a status list that is another list’s',
    'status_list_mismatch',
    serving((uri) => ({ payload: { scope: `${uri}0` } })),
    'status list of another list',
  ),
  naming(
    'a status list that grows a hundred times as large as any',
    'message_too_large',
    serving(() => ({ list: deflateSync(Buffer.alloc(BOMB_BYTES)) })),
    'zip bomb',
  ),
  naming(
    'a status list whose deflate stream is cut short',
    'status_list_malformed',
    serving(() => ({ list: VALID.subarray(0, -5) })),
    'truncated deflate',
  ),
  naming(
    'a status list with bytes after its stream',
    'status_list_malformed',
    serving(() => ({ list: Buffer.concat([VALID, VALID]) })),
  ),
  naming(
    'a status list signed by somebody else',
    'signature_invalid',
    serving(() => ({ signer: newSigner() })),
  ),
  naming(
    'a status list of another type of token',
    'header_not_accepted',
    serving(() => ({ typ: 'JWT' })),
  ),
  naming(
    'a plain status list in the place of a head',
    'header_not_accepted',
    (world) => serveList(world, (uri) => plainList(world, uri)).uri,
  ),
  naming(
    'a status list from tomorrow',
    'clock_unsafe',
    serving(() => ({ payload: { ...issuedAt(nowS() + 86_400), exp: nowS() + 90_000 } })),
  ),
  naming(
    'a status list whose lease has ended',
    'status_stale',
    serving(() => ({ payload: { ...issuedAt(nowS() - 7_200), exp: nowS() - 3_600 } })),
  ),
  {
    name: 'a status list older than the one before',
    covers: 'rolled-back list',
    route: ROUTE,
    status: 200,
    code: 'status_rolled_back',
    async prepare(world) {
      // Too old for the campaign, so that each decision looks for a newer one; in its lease, so that it is remembered.
      let iat = nowS() - 120
      const list = serveList(world, (uri) =>
        statusHead(world, { uri, payload: { ...issuedAt(iat), exp: nowS() + 3_600 } }),
      )
      const member = await memberWith(world, list.uri)
      const before = await presentWith(world, member)
      if (before.json.result.verdict.reason !== 'status_stale') throw new Error(before.text)
      iat -= 60
      const servedBefore = list.served()
      return async () => {
        // A list is asked for at most once a second.
        for (;;) {
          const answer = await presentWith(world, member)
          if (list.served() > servedBefore) return answer
        }
      }
    },
  },
]

const originRows: readonly HostileRow[] = [
  naming(
    'a status list behind a redirect to a service inside',
    'status_unavailable',
    (world) =>
      world.origin.serve((_, response) => {
        const location = `http://127.0.0.1:${world.origin.trapPort}/list`
        response.writeHead(302, { location }).end()
      }),
    'redirect to a private address',
  ),
  naming(
    'a status list at a name that leads to this machine',
    'status_unavailable',
    (world) => `https://loopback.example:${world.origin.trapPort}/list`,
    'DNS name of a private address',
  ),
  naming(
    'a status list at a name that leads to this machine as IPv6',
    'status_unavailable',
    (world) => `https://mapped.example:${world.origin.trapPort}/list`,
  ),
  naming(
    'a status list at a name of which one address is this machine’s',
    'status_unavailable',
    (world) => `https://mixed.example:${world.origin.trapPort}/list`,
  ),
  naming(
    'a status list at a name that leads to a cloud’s metadata',
    'status_unavailable',
    () => 'https://metadata.example/latest/meta-data',
  ),
  naming(
    'a status list at a name in the private network, without TLS',
    'status_unavailable',
    () => 'http://private.example/list',
  ),
  naming(
    'a status list in a file of the verifier’s machine',
    'status_unavailable',
    () => 'file:///etc/passwd',
  ),
  naming(
    'a status list of ten megabytes',
    'status_unavailable',
    answeringWith((_, response) => response.end(Buffer.alloc(10 * 1_048_576, 'a'))),
  ),
  naming(
    'a status list without an end',
    'status_unavailable',
    answeringWith((_, response) => {
      const more = Buffer.alloc(65_536, 'a')
      const pour = (): void => {
        while (!response.destroyed && response.write(more));
        response.once('drain', pour)
      }
      pour()
    }),
  ),
  naming(
    'a status list that never begins',
    'status_unavailable',
    answeringWith(() => undefined),
  ),
  naming(
    'a status list compressed by its server',
    'status_unavailable',
    answeringWith((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.alloc(100))
    }),
  ),
  naming(
    'a status list whose token is the page of somebody’s router',
    'malformed_message',
    answeringWith((_, response) => response.end('<html>It works!</html>')),
  ),
]

export const statusRows: readonly HostileRow[] = [...tokenRows, ...originRows]

/** Whether a token may be as large as the bomb: the bomb must be refused for what it grows to, not for what it is. */
export const BOMB_FITS: boolean =
  deflateSync(Buffer.alloc(BOMB_BYTES)).length * 2 < STATUS_TOKEN_BYTES_MAX
