// A role depends on the kernel alone, and takes the schemas' builder in the version that checks them.
export { type Static, type TSchema, Type } from 'typebox'
export { AssertionError, assert } from './assert.ts'
export { decodeBase64, decodeBase64url, encodeBase64, encodeBase64url } from './bytes/base64url.ts'
export { type ByteCollector, createByteCollector } from './bytes/byte-collector.ts'
export { compareBytes, equalBytes } from './bytes/compare-bytes.ts'
export { concatBytes } from './bytes/concat-bytes.ts'
export { decodeHex, encodeHex } from './bytes/hex.ts'
export { decodeUint128, encodeUint128, UINT128_MAX } from './bytes/uint128.ts'
export { decodeUtf8, encodeUtf8 } from './bytes/utf8.ts'
export { createSeededSigner, SEED_BYTES } from './crypto/create-seeded-signer.ts'
export { hmacSha256, hmacSha256Text, SHA256_BYTES, sha256, sha256Text } from './crypto/hash.ts'
export { importPublicJwk, type PublicKey } from './crypto/import-public-jwk.ts'
export {
  checkJwsHeader,
  createJws,
  type ExpectedHeader,
  type JwsContents,
  type ParsedJws,
  parseJws,
  verifyJws,
} from './crypto/jws.ts'
export { type P256Point, p256PrivateKey, p256PublicPoint } from './crypto/p256.ts'
export { openSealed, SEAL_KEY_BYTES, sealBytes } from './crypto/seal.ts'
export { thumbprintJwk, type UncheckedJwk } from './crypto/thumbprint-jwk.ts'
export { SIGNATURE_BYTES, verifySignature } from './crypto/verify-signature.ts'
export {
  type DidDocument,
  type DidKey,
  type DidPurpose,
  type DidVerificationMethod,
  didDocumentOf,
  readDidDocument,
} from './did/did-document.ts'
export { didJwkOf, readDidJwk } from './did/did-jwk.ts'
export { didKeyOf, readDidKey } from './did/did-key.ts'
export { didWebOf, didWebUrl } from './did/did-web.ts'
export { encodeMultikey, readMultikey } from './did/multikey.ts'
export { type ResolveDidOptions, resolveDidKeys, resolveDidUrl } from './did/resolve-did-keys.ts'
export {
  EVENT_ITEMS_OPEN_MAX,
  EVENTS_WAITING_MAX,
  type RecordEvents,
} from './events/event-recorder.ts'
export {
  assertPolicy,
  type Journey,
  type Ladder,
  modeAfter,
  type SendMode,
  stageEnd,
  stepAt,
} from './handoff/default-ladder.ts'
export {
  ACKNOWLEDGEMENT_TYP,
  type Acknowledgement,
  ENVELOPE_TYP,
  type Envelope,
  type EnvelopeItem,
  type Forgotten,
  HANDOFF_MEDIA_TYPE,
  HANDOFF_PATH,
  type ItemOutcome,
  openAcknowledgement,
  openEnvelope,
  type Recall,
  signMessage,
} from './handoff/envelope.ts'
export { defaultHandoffRetention, type HandoffRetention } from './handoff/forget-handoffs.ts'
export {
  type AnyNewItem,
  type AnyReceiveHandler,
  type AnySendPolicy,
  acknowledged,
  type DefaultAct,
  type DefaultStep,
  type HandlerAnswer,
  type NewItem,
  type ReceivedItem,
  type ReceiveHandler,
  type RefusedItem,
  refused,
  type SendPolicy,
  type SentItem,
} from './handoff/handoff-policy.ts'
export { createInbox, type Inbox, type InboxOptions } from './handoff/inbox.ts'
export {
  type Fault,
  type Isolated,
  isolateFaults,
  type OnFault,
  recordFaults,
} from './handoff/isolate-faults.ts'
export {
  ACKNOWLEDGEMENT_BYTES_MAX,
  BUDGET_MS_MAX,
  DELIVERY_TIMEOUT_MS,
  ENVELOPE_BODY_BYTES_MAX,
  ENVELOPE_BYTES_MAX,
  ENVELOPE_DEPTH,
  ENVELOPE_ITEMS_MAX,
  PUMP_ROUNDS_MAX,
  RESEND_MS_FIRST,
  RESEND_MS_LONGEST,
} from './handoff/limits.ts'
export { type CustodyItem, listCustody } from './handoff/list-custody.ts'
export { createOutbox, type Outbox, type OutboxOptions } from './handoff/outbox.ts'
export { owesAtLeast } from './handoff/owes-at-least.ts'
export {
  areContrary,
  checkEquivocation,
  type Statement,
  statementHash,
} from './heads/check-equivocation.ts'
export {
  freshHeadUrl,
  HEAD_MEDIA_TYPE,
  HEAD_TYP,
  type Head,
  headUrl,
  joinHead,
  type PendingAct,
  type ReadHead,
  readHead,
  type StatusMode,
  signHead,
} from './heads/head.ts'
export {
  checkLeaseRule,
  firstGridTimeMs,
  LEASE_CLASSES,
  type LeaseClass,
  type LeaseRule,
  leaseRuleOf,
} from './heads/lease-rule.ts'
export { HEAD_BYTES_MAX, PENDING_ACTS_MAX } from './heads/limits.ts'
export { entryAt, isHeadUsable, isInForce, type StatusAt, statusAt } from './heads/status-at.ts'
export {
  answerResult,
  jsonBody,
  type ListPage,
  type ListQuery,
  listPageSchema,
  listQuery,
  routeQuery,
} from './http/json-route.ts'
export {
  CURSOR_CHARS_MAX,
  PATIENCE_MS_MIN,
  READ_BUDGET_MS,
  WRITE_BUDGET_MS,
} from './http/limits.ts'
export { type OauthRefusal, oauthErrorSchema, oauthRefusal } from './http/oauth-refusal.ts'
export {
  type Access,
  type AnswerSpec,
  defineRoute,
  type Route,
  type RouteAnswer,
  type RouteBody,
  type RouteDefinition,
  type RouteRequest,
  type RouteSchema,
  type ServerEvent,
} from './http/route.ts'
export {
  type AccountId,
  type Branded,
  brandId,
  type CampaignId,
  type CaseId,
  type ClaimId,
  type CredentialHandle,
  type CredentialId,
  type EpochMs,
  epochMs,
  type HandoffId,
  ID_PATTERN,
  isId,
  type MinorUnits,
  type Nullifier,
  type PartyId,
  type ReceiptId,
  type StreamId,
  type TransferId,
} from './ids.ts'
export { canonicalJson } from './json/canonical-json.ts'
export { isJsonObject, type JsonObject, type JsonValue } from './json/json-value.ts'
export { type JsonLimits, parseJson } from './json/parse-json.ts'
export {
  ACCREDITATION_LIST_BYTES_MAX,
  ACCREDITATION_LIST_PATH,
  ACCREDITATION_LIST_TYP,
  ACCREDITATIONS_SCOPE,
  type Accreditation,
  type AccreditationListPayload,
  type AccreditationRecord,
  type AccreditationStatus,
  type Assurance,
  accreditationRecordSchema,
  PENDING_RECORDS_MAX,
  type PendingRecord,
  parseAccreditationList,
  parseAccreditationRecord,
  type StatusObligations,
} from './messages/accreditation.ts'
export {
  type BatchWindow,
  type CampaignAllocation,
  type CampaignRule,
  type CampaignWindow,
  campaignRuleSchema,
  parseCampaignRule,
  type TableAllocation,
  valueAtStake,
} from './messages/campaign-rule.ts'
export {
  type CaseAppeal,
  type CaseDecision,
  type CaseOpening,
  caseOpeningSchema,
  parseCaseAppeal,
  parseCaseDecision,
  parseCaseOpening,
} from './messages/case.ts'
export { checkReceipt, type ReceiptTerms } from './messages/check-receipt.ts'
export {
  CLAIM_STATE_TYP,
  CLAIM_TYP,
  type ClaimPayload,
  type ClaimSubmission,
  claimSubmissionSchema,
  parseClaimPayload,
  parseClaimSubmission,
  parseTicket,
  TICKET_TYP,
  type Ticket,
  type WalletApproval,
} from './messages/claim.ts'
export {
  codeSchema,
  HANDOFF_BODY_LIMITS,
  MESSAGE_LIMITS,
  numericDateSchema,
  payoutTargetSchema,
  publicJwkSchema,
  sha256Schema,
} from './messages/common.ts'
export {
  CREDENTIAL_TYP,
  type CredentialClaims,
  parseCredentialClaims,
} from './messages/credential.ts'
export {
  createCredentialNaming,
  deriveHandleKey,
  deriveKey,
  type NameCredential,
  type StatusEntry,
} from './messages/credential-handle.ts'
export { diffVerdicts, type VerdictDiff, type VerdictDifference } from './messages/diff-verdicts.ts'
export {
  type AccreditingAct,
  type ActEffect,
  type ActMode,
  actEffectSchema,
  actModeSchema,
  type CancellingAct,
  type GovernanceAct,
  governanceActSchema,
  parseActEffect,
  parseGovernanceAct,
} from './messages/governance-act.ts'
export type { HandoffBodies, HandoffKind } from './messages/handoff-kinds.ts'
export {
  CREDENTIAL_ISSUED,
  EVENTS_PER_ITEM_MAX,
  type LifecycleEvent,
  type LifecycleEventBatch,
  parseLifecycleEvents,
} from './messages/lifecycle-event.ts'
export { type LogCosignature, parseLogCosignature } from './messages/log-cosignature.ts'
export {
  hashLeafText,
  isHeadLeaf,
  LOG_ENTRY_BYTES_MAX,
  type LogLeaf,
  type LogLeafKind,
  leafText,
  parseLeafText,
  parseLogLeaf,
} from './messages/log-leaf.ts'
export {
  PAYOUT_CHANGE_TYP,
  type PayoutChangePayload,
  type PayoutChangeSubmission,
  parsePayoutChangePayload,
  parsePayoutChangeSubmission,
  payoutChangeSubmissionSchema,
} from './messages/payout-change.ts'
export { type PayoutOpening, payoutCommitment } from './messages/payout-commitment.ts'
export {
  encodePayoutTransaction,
  type PayoutTransaction,
  parsePayoutTransaction,
  transactionDataHash,
} from './messages/payout-transaction.ts'
export {
  declaresOutput,
  isOnline,
  type Policy,
  parsePolicy,
  policySchema,
  type StatusStep,
  type StatusTerms,
  statusTermsOf,
} from './messages/policy.ts'
export { OUTPUT_CHARS_MAX, parseReceipt, RECEIPT_TYP, type Receipt } from './messages/receipt.ts'
export {
  certifiedHash,
  parseRecheckEvidence,
  parseRecheckReceipts,
  parseRecheckResults,
  RECHECK_RECEIPTS_MAX,
  type RecheckEvidence,
  type RecheckedReceipt,
  type RecheckOutcome,
  type RecheckReceipts,
  type RecheckResult,
  type RecheckResults,
} from './messages/receipt-recheck.ts'
export { recordAt } from './messages/record-at.ts'
export {
  type ClawBack,
  type PayeeChange,
  parseClawBack,
  parsePayeeChange,
  parseRecovery,
  type Recovery,
  type RecoveryWay,
} from './messages/recovery.ts'
export { type CanaryTerms, findCanaryFault } from './messages/rule/canary.ts'
export type { ClaimExpiry } from './messages/rule/claim-expiry.ts'
export { type ClawbackTerms, finalAfterMs } from './messages/rule/clawback.ts'
export { type IntakeTerms, knocksMsOf } from './messages/rule/intake.ts'
export {
  accreditationId,
  faultOfIssuer,
  type IssuerTerms,
  meetsIssuerTerms,
} from './messages/rule/issuer-terms.ts'
export {
  type CampaignLimits,
  type Limit,
  type LimitKeys,
  type LimitKind,
  limitKinds,
} from './messages/rule/limits.ts'
export { bearerOf, type LossBearer, type LossCause, type Losses } from './messages/rule/losses.ts'
export { OFFSETS_PER_CLAIM_MAX, type OffsetTerms, offsetMax } from './messages/rule/offsets.ts'
export {
  CHECK_NAME_PATTERN,
  type CheckOverlay,
  type DenyOverlay,
  type Overlay,
  type OverlayAt,
  overlaysFor,
} from './messages/rule/overlays.ts'
export type { PayoutChangeTerms } from './messages/rule/payout-change.ts'
export { placeOf } from './messages/rule/places.ts'
export {
  findSettlementCheckFault,
  type SettlementCheck,
} from './messages/rule/settlement-check.ts'
export type {
  VestingCancel,
  VestingSchedule,
  VestingTerms,
} from './messages/rule/vesting.ts'
export {
  parseStatusTokenPayload,
  STATUS_LIST_BYTES_MAX,
  STATUS_TOKEN_BYTES_MAX,
  STATUS_TOKEN_TYP,
  type StatusTokenPayload,
} from './messages/status-token.ts'
export {
  type CampaignAccounts,
  type PaymentOutcome,
  parseCampaignAccounts,
  parsePaymentOutcome,
  parseReserveTransfer,
  parseReturnedPool,
  parseSettleTransfer,
  parseVoidTransfer,
  type ReserveTransfer,
  type ReturnedPool,
  type SettleTransfer,
  type TransferOffset,
  type VoidTransfer,
} from './messages/transfer.ts'
export type {
  Check,
  CheckName,
  CheckResult,
  Evidence,
  Outcome,
  Timings,
  Verdict,
} from './messages/verdict.ts'
export { parseVerdict, verdictSchema } from './messages/verdict-schema.ts'
export {
  type CancelVesting,
  type PauseReleases,
  parseCancelVesting,
  parsePauseReleases,
  parseVestingEnd,
  type VestingEnd,
} from './messages/vesting.ts'
export {
  hashWindowBody,
  type WindowAllocation,
  type WindowClosing,
} from './messages/window-body.ts'
export {
  addMinor,
  formatAmount,
  formatMinor,
  MINOR_MAX,
  minorFromBytes,
  minorToBytes,
  minorUnits,
  multiplyDivide,
  parseMinor,
  subtractMinor,
} from './money/minor-units.ts'
export { type Share, splitPool } from './money/split-pool.ts'
export {
  type Checkpoint,
  createCheckpoint,
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  verifyCheckpoint,
} from './notes/checkpoint.ts'
export {
  assertWitnesses,
  type Cosignature,
  cosign,
  quorumTimeS,
  verifyCosignatures,
} from './notes/cosignature.ts'
export {
  checkHeadProof,
  type HeadProof,
  type HeadProofAnswer,
  type HeadProofDemand,
  headProofPath,
} from './notes/head-proof.ts'
export {
  HEAD_ENTRIES_MAX,
  HEAD_PROOF_BYTES_MAX,
  NOTE_BYTES_MAX,
  NOTE_SIGNATURES_MAX,
} from './notes/limits.ts'
export {
  formatNote,
  formatSignatureLine,
  type Note,
  type NoteSignature,
  parseNote,
  parseSignatureLine,
  signNote,
  verifyNote,
} from './notes/note.ts'
export {
  createNoteKey,
  formatVkey,
  isKeyName,
  KEY_HASH_BYTES,
  type NoteKey,
  type NoteKeyType,
  parseVkey,
} from './notes/note-key.ts'
export { checkSubjectTerms } from './nullifier/check-subject-terms.ts'
export {
  readSubject,
  type SubjectIdentifier,
  type SubjectSource,
  subjectClaimOf,
} from './nullifier/read-subject.ts'
export { type KindOfSubject, type SubjectKind, subjectKinds } from './nullifier/subject-kinds.ts'
export type { SubjectTerms } from './nullifier/subject-terms.ts'
export { type AddressBook, createAddressBook, type PartyAddress } from './party/address-book.ts'
export { PUMP_EVERY_MS, SWEEP_EVERY_MS } from './party/limits.ts'
export {
  type Directory,
  openParty,
  type Party,
  type PartyContext,
  type PartyOptions,
  type Role,
  type StartOptions,
} from './party/party.ts'
export { createKeyOf, findSigningKey, type KeyOf, type PartyKeys } from './party/signing-key.ts'
export type {
  Alg,
  Clock,
  Compute,
  ExchangeLimits,
  InsertMany,
  Migration,
  Ports,
  PublicJwk,
  Random,
  ReadTx,
  Row,
  SelectIn,
  SignatureJob,
  Signer,
  SqlValue,
  StopTimer,
  Store,
  Timers,
  Transport,
  TransportFailure,
  Tx,
} from './ports.ts'
export { DETAIL_CHARS_MAX, type Reasoned, refuse } from './reasons/reasoned.ts'
export {
  isReasonCode,
  type Reason,
  type ReasonCode,
  reasonCodes,
  reasons,
  registry,
} from './reasons/registry.ts'
export { type Err, err, type Ok, ok, type Result, unwrap } from './result.ts'
export { closeObjects } from './schema/close-objects.ts'
export { createParser, type Parser } from './schema/create-parser.ts'
export { bytesField, epochMsField, idField, minorField } from './schema/fields.ts'
export { createSdJwt, type SdJwtContents } from './sd-jwt/create-sd-jwt.ts'
export {
  createDisclosure,
  type Disclosure,
  disclosureDigest,
  parseDisclosure,
  RESERVED_NAMES,
} from './sd-jwt/disclosure.ts'
export { DISCLOSURES_MAX, SALT_BYTES_MIN } from './sd-jwt/limits.ts'
export { type ParsedSdJwt, parseSdJwt, sdHash } from './sd-jwt/parse-sd-jwt.ts'
export {
  createKbJwt,
  KEY_BINDING_TYP,
  type KeyBinding,
  presentSdJwt,
} from './sd-jwt/present-sd-jwt.ts'
export { resolveDisclosures } from './sd-jwt/resolve-disclosures.ts'
export {
  BITSTRING_TYP,
  type BitstringPurpose,
  bitstringOf,
  encodeBitstring,
  gzipBitstring,
} from './status/bitstring-list.ts'
export {
  deflateStatusList,
  type InflateLimits,
  inflateStatusList,
} from './status/deflate-status-list.ts'
export { DEFLATE_LEVEL, INFLATE_CHUNK_BYTES } from './status/limits.ts'
export {
  decodeStatusList,
  type ReadStatusToken,
  readStatusToken,
} from './status/read-status-token.ts'
export {
  type BitOrder,
  createStatusList,
  getStatus,
  STATUS_INVALID,
  STATUS_SUSPENDED,
  STATUS_VALID,
  type StatusBits,
  type StatusList,
  setStatus,
  statusListSize,
  statusRoot,
} from './status/status-list.ts'
export {
  createGroupCommit,
  type GroupCommit,
  type GroupCommitOptions,
  type SubmitOptions,
  type SubmitRefusal,
} from './store/group-commit.ts'
export { GROUP_COMMIT_BATCH_MAX, GROUP_COMMIT_QUEUE_MAX } from './store/limits.ts'
export { createDeadlineWatch, type WithinDeadline } from './time/deadline-watch.ts'
export { formatInstant, parseInstant } from './time/format-instant.ts'
export {
  type ConsistencyClaim,
  createConsistencyProof,
  verifyConsistency,
} from './trees/consistency-proof.ts'
export {
  type Appended,
  appendLeaves,
  type CompletedNode,
  EMPTY_FRONTIER,
  type Frontier,
  frontierRoot,
} from './trees/frontier.ts'
export {
  createInclusionProof,
  type InclusionClaim,
  verifyInclusion,
} from './trees/inclusion-proof.ts'
export { EMPTY_ROOT, leafHash, nodeHash, treeRoot } from './trees/tree-hash.ts'
export {
  coverRange,
  foldRight,
  isTreeSize,
  type NodeId,
  type NodeReader,
  rangeRoot,
  splitPoint,
} from './trees/tree-nodes.ts'
export { findVestingFault } from './vesting/find-vesting-fault.ts'
export {
  nextVesting,
  type VestingPoint,
  vestedMinor,
  vestingEndsAtMs,
} from './vesting/vested-minor.ts'
