import { openCredoAgent } from './credo-agent.ts'
import { type Presented, type PresentOptions, presentTo } from './credo-present.ts'
import { type Received, type ReceiveOptions, receiveOffer } from './credo-receive.ts'

/** Credo 0.6.3 as it comes from the registry, as a wallet that starts empty. */
export interface CredoWallet {
  receiveOffer(uri: string, options?: ReceiveOptions): Promise<Received>
  present(requestUri: string, options?: PresentOptions): Promise<Presented>
  shutdown(): Promise<void>
}

export async function openCredoWallet(): Promise<CredoWallet> {
  const agent = await openCredoAgent()
  return {
    receiveOffer: (uri, options = {}) => receiveOffer(agent, uri, options),
    present: (requestUri, options = {}) => presentTo(agent, requestUri, options),
    shutdown: () => agent.shutdown(),
  }
}
