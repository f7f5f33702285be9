// Generated from docs/reference/openapi by `npm run docs`. Do not edit.
export interface paths {
    "/.well-known/did.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The document of the verifier’s did:web, by which wallets check its requests.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["showWellKnownDidDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/did.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The document of the verifier’s did:web, by which wallets check its requests.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["showDidDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/equivocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Publishers that said two things of one state of a scope (S8).
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["listEquivocations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/equivocations/{equivocationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Both documents of one of them: with the publisher’s keys a proof for anybody.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["showEquivocation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/handoffs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an envelope of work from another party and answer with a signed acknowledgement.
         * @description The same content is the same request. Answers within 5000 ms. Checks the signature of a party that this one knows.
         */
        post: operations["receiveHandoffs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/nonces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A nonce, and the audience, for one presentation that the caller will verify here.
         * @description The same content is the same request. Answers within 2000 ms.
         */
        post: operations["createNonce"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/nullifier-keys/{campaignId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a campaign’s rule commits to so that all its verifiers count people alike.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["showNullifierKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policy-presentations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks for a presentation under a policy of the caller’s own; the result is a verdict.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 5000 ms.
         */
        post: operations["createPolicyPresentation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/presentations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks for a presentation for a campaign, with the payout that the wallet is to approve.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 5000 ms.
         */
        post: operations["createPresentation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/presentations/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of a request: its state, and once answered the verdict and the claim.
         * @description Changes nothing. Answers within 2000 ms. Checks the session id.
         */
        get: operations["showPresentation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/presentations/{sessionId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same, as events named `presentation`, until it is answered or has expired.
         * @description Changes nothing. Answers within 2000 ms. Checks the session id.
         */
        get: operations["watchPresentation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/receipts/{receiptId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decides the verdict behind a receipt once more from the evidence kept for it.
         * @description The same content is the same request. Answers within 5000 ms.
         */
        post: operations["replayReceipt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/receipts/{receiptId}/verdict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The verdict behind a receipt of this verifier.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["showVerdict"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reconciliations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What was decided about a credential in a window, and what it would have been with the status known now.
         * @description The same content is the same request. Answers within 5000 ms.
         */
        post: operations["reconcileDecisions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/requests/{requestId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The signed request of a presentation (OpenID4VP 1.0 §5.7).
         * @description Changes nothing. Answers within 2000 ms. Checks the id of a request.
         */
        get: operations["getRequest"];
        put?: never;
        /**
         * The same, with the wallet’s nonce in it (OpenID4VP 1.0 §5.10).
         * @description The same content is the same request. Answers within 2000 ms. Checks the id of a request.
         */
        post: operations["postRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/responses/{requestId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a wallet’s presentation, or that it declines (OpenID4VP 1.0 §8.2, §8.3).
         * @description The same content is the same request. Answers within 5000 ms. Checks the id of a request.
         */
        post: operations["postResponse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verdicts/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Why two verdicts are not the same, in one sentence; each a receipt’s or given whole.
         * @description The same content is the same request. Answers within 2000 ms.
         */
        post: operations["diffVerdicts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verifies a presentation, for a campaign or under a policy of the caller’s own.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 5000 ms.
         */
        post: operations["verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Why it did not happen, as OAuth and its kin say it (RFC 6749 §5.2). */
        OauthError: {
            code: string;
            /** @description The protocol’s error. */
            error: string;
            /** @description For the developer of the caller. */
            error_description: string;
        };
        /** @description Why it did not happen (RFC 9457). */
        Problem: {
            appealable: boolean;
            /** @description The reason, for programs. */
            code: string;
            /** @description About this one occurrence, for the operator. */
            detail?: string;
            /** @description What to name when asking about a fault. */
            incident?: string;
            /** @description Whether the same request, sent again later, may end differently. */
            retryable: boolean;
            retryAfterSeconds?: number;
            status: number;
            /** @description Words for the person concerned. */
            title: string;
            /**
             * Format: uri
             * @description Where the reason is explained.
             */
            type: string;
        };
    };
    responses: never;
    parameters: {
        /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
        Budget: number;
        /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    showWellKnownDidDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The DID document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/did+json": {
                        "@context": string[];
                        assertionMethod: string[];
                        authentication: string[];
                        id: string;
                        verificationMethod: {
                            controller: string;
                            id: string;
                            publicKeyJwk: {
                                crv: string;
                                kty: string;
                                x: string;
                                y?: string;
                            } & {
                                [key: string]: unknown;
                            };
                            /** @constant */
                            type: "JsonWebKey2020";
                        }[];
                    };
                };
            };
            /** @description `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_message";
                    };
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    showDidDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The DID document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/did+json": {
                        "@context": string[];
                        assertionMethod: string[];
                        authentication: string[];
                        id: string;
                        verificationMethod: {
                            controller: string;
                            id: string;
                            publicKeyJwk: {
                                crv: string;
                                kty: string;
                                x: string;
                                y?: string;
                            } & {
                                [key: string]: unknown;
                            };
                            /** @constant */
                            type: "JsonWebKey2020";
                        }[];
                    };
                };
            };
            /** @description `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_message";
                    };
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    listEquivocations: {
        parameters: {
            query?: {
                after?: string;
            };
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            detectedAtMs: number;
                            id: string;
                            kind: string;
                            scope: string;
                            seq: number;
                        }[];
                        next?: string;
                    };
                };
            };
            /** @description `duplicate_key`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    showEquivocation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                equivocationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proof. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Compact JWS. */
                        a: string;
                        /** @description Compact JWS. */
                        b: string;
                        detectedAtMs: number;
                        id: string;
                        kind: string;
                        scope: string;
                        seq: number;
                    };
                };
            };
            /** @description `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_message";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    receiveHandoffs: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/jose": string;
            };
        };
        responses: {
            /** @description What became of each item, signed; a compact JWS of at most 262144 bytes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jose": string;
                };
            };
            /** @description `duplicate_key`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `handoff_party_unknown` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "handoff_party_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `handoff_not_for_me` */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "handoff_not_for_me";
                    };
                };
            };
            /** @description `handoff_key_unknown`, `handoff_signature_invalid`, `handoff_unknown_kind` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "handoff_key_unknown" | "handoff_signature_invalid" | "handoff_unknown_kind";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    createNonce: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The nonce. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        audience: string;
                        nonce: string;
                        ttlMs: number;
                    };
                };
            };
            /** @description `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_message";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    showNullifierKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing secret: it goes into `uniqueness.keyCheck` of the rule. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaignId: string;
                        keyCheck: string;
                    };
                };
            };
            /** @description `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_message";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `campaign_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    createPolicyPresentation: {
        parameters: {
            query?: never;
            header: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
                /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    flow: "same-device" | "cross-device";
                    policy: {
                        assuranceMin: "low" | "substantial" | "high";
                        audiences?: string[];
                        computedOutputs?: {
                            [key: string]: string;
                        };
                        condition?: string;
                        credentialTypes: string[];
                        id: string;
                        issuers?: {
                            authorities?: string[];
                            jurisdictions?: string[];
                        };
                        onUndetermined: "reject" | "hold";
                        onUnwitnessed?: "flag" | "undetermined";
                        outputs: {
                            [key: string]: string;
                        };
                        overlays?: ({
                            /** @constant */
                            effect: "deny";
                            jurisdiction: string;
                            reason: string;
                        } | {
                            budgetMs: number;
                            check: string;
                            /** @constant */
                            effect: "check";
                            jurisdiction: string;
                            reason: string;
                            whenLate: "hold" | "refuse" | "accept_flagged";
                        })[];
                        receiptTtlMs: number;
                        requiredClaims: {
                            [key: string]: string | number | boolean;
                        };
                        statusAgeMaxMs: number;
                        statusLadder?: {
                            onUndetermined: "reject" | "hold" | "accept_up_to_cap";
                            statusAgeMaxMs: number;
                            uptoMinor: string;
                        }[];
                        subject?: {
                            claims?: {
                                [key: string]: string;
                            };
                            issuers?: string[];
                            kind: "text" | "national_id" | "isni" | "github_id" | "did" | "wallet_address" | "handle" | "email" | "phone_number";
                            length?: number;
                            namespace?: string;
                            /** @constant */
                            takeover?: "accepted";
                        };
                        subjectClaim: string;
                    };
                    /** @description Same-device only: where the wallet sends the person back. */
                    redirectUri?: string;
                    responseMode?: "direct_post" | "direct_post.jwt";
                };
            };
        };
        responses: {
            /** @description The request, for one wallet. */
            201: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        expiresAtMs: number;
                        requestUri: string;
                        /** @description Reads the result. Show it to nobody. */
                        sessionId: string;
                        /** @description Opens the wallet: a link, or the text of a QR code. */
                        walletUrl: string;
                    };
                };
            };
            /** @description `duplicate_key`, `idempotency_key_missing`, `malformed_message`, `nesting_too_deep`, `redirect_not_allowed` */
            400: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "idempotency_key_missing" | "malformed_message" | "nesting_too_deep" | "redirect_not_allowed";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `idempotency_conflict`, `idempotency_in_progress` */
            409: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_conflict" | "idempotency_in_progress";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `campaign_rule_inconsistent`, `expression_malformed`, `expression_too_costly`, `jurisdiction_check_missing` */
            422: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_rule_inconsistent" | "expression_malformed" | "expression_too_costly" | "jurisdiction_check_missing";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    createPresentation: {
        parameters: {
            query?: never;
            header: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
                /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    campaignId: string;
                    flow: "same-device" | "cross-device";
                    payoutTarget: string;
                    /** @description Same-device only: where the wallet sends the person back. */
                    redirectUri?: string;
                    responseMode?: "direct_post" | "direct_post.jwt";
                };
            };
        };
        responses: {
            /** @description The request, for one wallet. */
            201: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        expiresAtMs: number;
                        requestUri: string;
                        /** @description Reads the result. Show it to nobody. */
                        sessionId: string;
                        /** @description Opens the wallet: a link, or the text of a QR code. */
                        walletUrl: string;
                    };
                };
            };
            /** @description `duplicate_key`, `idempotency_key_missing`, `malformed_message`, `nesting_too_deep`, `redirect_not_allowed` */
            400: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "idempotency_key_missing" | "malformed_message" | "nesting_too_deep" | "redirect_not_allowed";
                    };
                };
            };
            /** @description `campaign_unknown` */
            404: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `idempotency_conflict`, `idempotency_in_progress` */
            409: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_conflict" | "idempotency_in_progress";
                    };
                };
            };
            /** @description `campaign_closed` */
            410: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_closed";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    showPresentation: {
        parameters: {
            query?: {
                response_code?: string;
            };
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        expiresAtMs: number;
                        reason?: string;
                        result?: {
                            receipt?: string;
                            submission?: {
                                claim: string;
                                receipt: string;
                                /** @constant */
                                v: 1;
                            } | {
                                approval: {
                                    holderJwk: {
                                        crv: string;
                                        kty: string;
                                        x: string;
                                        y?: string;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    keyBinding: string;
                                    transactionData: string;
                                };
                                receipt: string;
                                /** @constant */
                                v: 1;
                            };
                            verdict: {
                                checks: {
                                    because?: string;
                                    check: "format" | "accreditation" | "signature" | "validity" | "type" | "holder_binding" | "status" | "rule" | "condition" | "overlay" | "witness";
                                    evidence?: {
                                        ageMs?: number;
                                        boundMs?: number;
                                        ground?: string;
                                        issuedAtMs?: number;
                                        kind: "signature" | "holder_binding" | "validity" | "status" | "accreditation" | "rule" | "overlay" | "witness";
                                        observedAtMs?: number;
                                        seq?: number;
                                        source: string;
                                    };
                                    reason?: string;
                                    result: "ok" | "failed" | "unknown" | "skipped";
                                    words?: string;
                                }[];
                                decidedAtMs: number;
                                degradations: string[];
                                endsAtMs?: number;
                                handle?: string;
                                horizon: {
                                    [key: string]: number;
                                };
                                outcome: "accepted" | "rejected" | "undetermined";
                                outputs: {
                                    [key: string]: string | number | boolean;
                                };
                                policyHash: string;
                                policyId: string;
                                presentationHash: string;
                                reason?: string;
                                /** @constant */
                                v: 1;
                                verifier: string;
                                /** @description The reason, for the person concerned. */
                                words?: string;
                            };
                        };
                        state: "pending" | "declined" | "answered" | "expired";
                        walletError?: string;
                        words?: string;
                    };
                };
            };
            /** @description `duplicate_key`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `response_code_mismatch` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "response_code_mismatch";
                    };
                };
            };
            /** @description `presentation_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "presentation_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    watchPresentation: {
        parameters: {
            query?: {
                response_code?: string;
            };
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The states. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description `duplicate_key`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `response_code_mismatch` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "response_code_mismatch";
                    };
                };
            };
            /** @description `presentation_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "presentation_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    replayReceipt: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                receiptId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether it is the same. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        kind: "same";
                        verdict: {
                            checks: {
                                because?: string;
                                check: "format" | "accreditation" | "signature" | "validity" | "type" | "holder_binding" | "status" | "rule" | "condition" | "overlay" | "witness";
                                evidence?: {
                                    ageMs?: number;
                                    boundMs?: number;
                                    ground?: string;
                                    issuedAtMs?: number;
                                    kind: "signature" | "holder_binding" | "validity" | "status" | "accreditation" | "rule" | "overlay" | "witness";
                                    observedAtMs?: number;
                                    seq?: number;
                                    source: string;
                                };
                                reason?: string;
                                result: "ok" | "failed" | "unknown" | "skipped";
                                words?: string;
                            }[];
                            decidedAtMs: number;
                            degradations: string[];
                            endsAtMs?: number;
                            handle?: string;
                            horizon: {
                                [key: string]: number;
                            };
                            outcome: "accepted" | "rejected" | "undetermined";
                            outputs: {
                                [key: string]: string | number | boolean;
                            };
                            policyHash: string;
                            policyId: string;
                            presentationHash: string;
                            reason?: string;
                            /** @constant */
                            v: 1;
                            verifier: string;
                            /** @description The reason, for the person concerned. */
                            words?: string;
                        };
                    } | {
                        /** @constant */
                        kind: "changed";
                        recorded: {
                            checks: {
                                because?: string;
                                check: "format" | "accreditation" | "signature" | "validity" | "type" | "holder_binding" | "status" | "rule" | "condition" | "overlay" | "witness";
                                evidence?: {
                                    ageMs?: number;
                                    boundMs?: number;
                                    ground?: string;
                                    issuedAtMs?: number;
                                    kind: "signature" | "holder_binding" | "validity" | "status" | "accreditation" | "rule" | "overlay" | "witness";
                                    observedAtMs?: number;
                                    seq?: number;
                                    source: string;
                                };
                                reason?: string;
                                result: "ok" | "failed" | "unknown" | "skipped";
                                words?: string;
                            }[];
                            decidedAtMs: number;
                            degradations: string[];
                            endsAtMs?: number;
                            handle?: string;
                            horizon: {
                                [key: string]: number;
                            };
                            outcome: "accepted" | "rejected" | "undetermined";
                            outputs: {
                                [key: string]: string | number | boolean;
                            };
                            policyHash: string;
                            policyId: string;
                            presentationHash: string;
                            reason?: string;
                            /** @constant */
                            v: 1;
                            verifier: string;
                            /** @description The reason, for the person concerned. */
                            words?: string;
                        };
                        verdict: {
                            checks: {
                                because?: string;
                                check: "format" | "accreditation" | "signature" | "validity" | "type" | "holder_binding" | "status" | "rule" | "condition" | "overlay" | "witness";
                                evidence?: {
                                    ageMs?: number;
                                    boundMs?: number;
                                    ground?: string;
                                    issuedAtMs?: number;
                                    kind: "signature" | "holder_binding" | "validity" | "status" | "accreditation" | "rule" | "overlay" | "witness";
                                    observedAtMs?: number;
                                    seq?: number;
                                    source: string;
                                };
                                reason?: string;
                                result: "ok" | "failed" | "unknown" | "skipped";
                                words?: string;
                            }[];
                            decidedAtMs: number;
                            degradations: string[];
                            endsAtMs?: number;
                            handle?: string;
                            horizon: {
                                [key: string]: number;
                            };
                            outcome: "accepted" | "rejected" | "undetermined";
                            outputs: {
                                [key: string]: string | number | boolean;
                            };
                            policyHash: string;
                            policyId: string;
                            presentationHash: string;
                            reason?: string;
                            /** @constant */
                            v: 1;
                            verifier: string;
                            /** @description The reason, for the person concerned. */
                            words?: string;
                        };
                    } | {
                        because: string;
                        /** @constant */
                        kind: "not_replayable";
                    };
                };
            };
            /** @description `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_message";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `receipt_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "receipt_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    showVerdict: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                receiptId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The verdict. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        checks: {
                            because?: string;
                            check: "format" | "accreditation" | "signature" | "validity" | "type" | "holder_binding" | "status" | "rule" | "condition" | "overlay" | "witness";
                            evidence?: {
                                ageMs?: number;
                                boundMs?: number;
                                ground?: string;
                                issuedAtMs?: number;
                                kind: "signature" | "holder_binding" | "validity" | "status" | "accreditation" | "rule" | "overlay" | "witness";
                                observedAtMs?: number;
                                seq?: number;
                                source: string;
                            };
                            reason?: string;
                            result: "ok" | "failed" | "unknown" | "skipped";
                            words?: string;
                        }[];
                        decidedAtMs: number;
                        degradations: string[];
                        endsAtMs?: number;
                        handle?: string;
                        horizon: {
                            [key: string]: number;
                        };
                        outcome: "accepted" | "rejected" | "undetermined";
                        outputs: {
                            [key: string]: string | number | boolean;
                        };
                        policyHash: string;
                        policyId: string;
                        presentationHash: string;
                        reason?: string;
                        /** @constant */
                        v: 1;
                        verifier: string;
                        /** @description The reason, for the person concerned. */
                        words?: string;
                    };
                };
            };
            /** @description `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_message";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `receipt_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "receipt_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    reconcileDecisions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    after?: string;
                    fromMs: number;
                    handle: string;
                    untilMs: number;
                };
            };
        };
        responses: {
            /** @description A page of decisions, by receipt. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        decisions: {
                            because?: string;
                            decided: {
                                outcome: string;
                                reason?: string;
                                statusSeq?: number;
                                verdictHash: string;
                            };
                            decidedAtMs: number;
                            receiptId: string;
                            today?: {
                                outcome: string;
                                reason?: string;
                                statusSeq?: number;
                                verdictHash: string;
                            };
                        }[];
                        next?: string;
                        notReplayable: number;
                    };
                };
            };
            /** @description `duplicate_key`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    getRequest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                requestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The signed request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/oauth-authz-req+jwt": string;
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. Or: `malformed_message` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthError"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. Or: `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthError"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthError"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. Or: `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. Or: `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
        };
    };
    postRequest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                requestId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    [key: string]: string;
                };
            };
        };
        responses: {
            /** @description The signed request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/oauth-authz-req+jwt": string;
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. Or: `duplicate_key`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthError"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. Or: `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthError"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthError"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. Or: `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. Or: `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
        };
    };
    postResponse: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                requestId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    [key: string]: string;
                };
            };
        };
        responses: {
            /** @description The answer counts; where the person is to be sent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        redirect_uri?: string;
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. Or: `duplicate_key`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthError"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. Or: `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthError"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthError"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. Or: `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
            /** @description An error in OAuth’s form, with the reason’s code. Or: `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description The protocol’s error. */
                        error: string;
                        /** @description For the developer of the caller. */
                        error_description: string;
                    };
                };
            };
        };
    };
    diffVerdicts: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    a: {
                        receiptId: string;
                    } | {
                        verdict: {
                            checks: {
                                because?: string;
                                check: "format" | "accreditation" | "signature" | "validity" | "type" | "holder_binding" | "status" | "rule" | "condition" | "overlay" | "witness";
                                evidence?: {
                                    ageMs?: number;
                                    boundMs?: number;
                                    ground?: string;
                                    issuedAtMs?: number;
                                    kind: "signature" | "holder_binding" | "validity" | "status" | "accreditation" | "rule" | "overlay" | "witness";
                                    observedAtMs?: number;
                                    seq?: number;
                                    source: string;
                                };
                                reason?: string;
                                result: "ok" | "failed" | "unknown" | "skipped";
                                words?: string;
                            }[];
                            decidedAtMs: number;
                            degradations: string[];
                            endsAtMs?: number;
                            handle?: string;
                            horizon: {
                                [key: string]: number;
                            };
                            outcome: "accepted" | "rejected" | "undetermined";
                            outputs: {
                                [key: string]: string | number | boolean;
                            };
                            policyHash: string;
                            policyId: string;
                            presentationHash: string;
                            reason?: string;
                            /** @constant */
                            v: 1;
                            verifier: string;
                            /** @description The reason, for the person concerned. */
                            words?: string;
                        };
                    };
                    b: {
                        receiptId: string;
                    } | {
                        verdict: {
                            checks: {
                                because?: string;
                                check: "format" | "accreditation" | "signature" | "validity" | "type" | "holder_binding" | "status" | "rule" | "condition" | "overlay" | "witness";
                                evidence?: {
                                    ageMs?: number;
                                    boundMs?: number;
                                    ground?: string;
                                    issuedAtMs?: number;
                                    kind: "signature" | "holder_binding" | "validity" | "status" | "accreditation" | "rule" | "overlay" | "witness";
                                    observedAtMs?: number;
                                    seq?: number;
                                    source: string;
                                };
                                reason?: string;
                                result: "ok" | "failed" | "unknown" | "skipped";
                                words?: string;
                            }[];
                            decidedAtMs: number;
                            degradations: string[];
                            endsAtMs?: number;
                            handle?: string;
                            horizon: {
                                [key: string]: number;
                            };
                            outcome: "accepted" | "rejected" | "undetermined";
                            outputs: {
                                [key: string]: string | number | boolean;
                            };
                            policyHash: string;
                            policyId: string;
                            presentationHash: string;
                            reason?: string;
                            /** @constant */
                            v: 1;
                            verifier: string;
                            /** @description The reason, for the person concerned. */
                            words?: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description The sentence and every difference. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        differences: {
                            a: string;
                            b: string;
                            check: string;
                        }[];
                        first?: string;
                        sentence: string;
                    };
                };
            };
            /** @description `duplicate_key`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `receipt_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "receipt_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
    verify: {
        parameters: {
            query?: never;
            header: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
                /** @description A new one for each request, the same for its repeats: they get the stored answer. A UUID will do. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    campaignId: string;
                    nonce: string;
                    /** @description SD-JWT+KB */
                    presentation: string;
                    transactionData: string;
                } | {
                    audience: string;
                    nonce: string;
                    policy: {
                        assuranceMin: "low" | "substantial" | "high";
                        audiences?: string[];
                        computedOutputs?: {
                            [key: string]: string;
                        };
                        condition?: string;
                        credentialTypes: string[];
                        id: string;
                        issuers?: {
                            authorities?: string[];
                            jurisdictions?: string[];
                        };
                        onUndetermined: "reject" | "hold";
                        onUnwitnessed?: "flag" | "undetermined";
                        outputs: {
                            [key: string]: string;
                        };
                        overlays?: ({
                            /** @constant */
                            effect: "deny";
                            jurisdiction: string;
                            reason: string;
                        } | {
                            budgetMs: number;
                            check: string;
                            /** @constant */
                            effect: "check";
                            jurisdiction: string;
                            reason: string;
                            whenLate: "hold" | "refuse" | "accept_flagged";
                        })[];
                        receiptTtlMs: number;
                        requiredClaims: {
                            [key: string]: string | number | boolean;
                        };
                        statusAgeMaxMs: number;
                        statusLadder?: {
                            onUndetermined: "reject" | "hold" | "accept_up_to_cap";
                            statusAgeMaxMs: number;
                            uptoMinor: string;
                        }[];
                        subject?: {
                            claims?: {
                                [key: string]: string;
                            };
                            issuers?: string[];
                            kind: "text" | "national_id" | "isni" | "github_id" | "did" | "wallet_address" | "handle" | "email" | "phone_number";
                            length?: number;
                            namespace?: string;
                            /** @constant */
                            takeover?: "accepted";
                        };
                        subjectClaim: string;
                    };
                    /** @description SD-JWT+KB */
                    presentation: string;
                    transactionData?: string;
                    valueMinor?: string;
                };
            };
        };
        responses: {
            /** @description A verdict, whatever its outcome. */
            200: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        receipt?: {
                            compact: string;
                            id: string;
                        };
                        /** @description Of this attempt; empty when an earlier one had the answer. */
                        timings: {
                            [key: string]: number;
                        };
                        verdict: {
                            checks: {
                                because?: string;
                                check: "format" | "accreditation" | "signature" | "validity" | "type" | "holder_binding" | "status" | "rule" | "condition" | "overlay" | "witness";
                                evidence?: {
                                    ageMs?: number;
                                    boundMs?: number;
                                    ground?: string;
                                    issuedAtMs?: number;
                                    kind: "signature" | "holder_binding" | "validity" | "status" | "accreditation" | "rule" | "overlay" | "witness";
                                    observedAtMs?: number;
                                    seq?: number;
                                    source: string;
                                };
                                reason?: string;
                                result: "ok" | "failed" | "unknown" | "skipped";
                                words?: string;
                            }[];
                            decidedAtMs: number;
                            degradations: string[];
                            endsAtMs?: number;
                            handle?: string;
                            horizon: {
                                [key: string]: number;
                            };
                            outcome: "accepted" | "rejected" | "undetermined";
                            outputs: {
                                [key: string]: string | number | boolean;
                            };
                            policyHash: string;
                            policyId: string;
                            presentationHash: string;
                            reason?: string;
                            /** @constant */
                            v: 1;
                            verifier: string;
                            /** @description The reason, for the person concerned. */
                            words?: string;
                        };
                    };
                };
            };
            /** @description `duplicate_key`, `idempotency_key_missing`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "duplicate_key" | "idempotency_key_missing" | "malformed_message" | "nesting_too_deep";
                    };
                };
            };
            /** @description `api_key_missing`, `api_key_not_accepted` */
            401: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description RFC 9110 §11.6.1. */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "api_key_missing" | "api_key_not_accepted";
                    };
                };
            };
            /** @description `scope_missing` */
            403: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scope_missing";
                    };
                };
            };
            /** @description `campaign_unknown` */
            404: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "campaign_unknown";
                    };
                };
            };
            /** @description `request_too_slow` */
            408: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "request_too_slow";
                    };
                };
            };
            /** @description `idempotency_conflict`, `idempotency_in_progress`, `nullifier_key_mismatch` */
            409: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_conflict" | "idempotency_in_progress" | "nullifier_key_mismatch";
                    };
                };
            };
            /** @description `message_too_large` */
            413: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "message_too_large";
                    };
                };
            };
            /** @description `media_type_not_accepted` */
            415: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "media_type_not_accepted";
                    };
                };
            };
            /** @description `audience_mismatch`, `campaign_rule_inconsistent`, `expression_malformed`, `expression_too_costly`, `jurisdiction_check_missing`, `nonce_mismatch` */
            422: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "audience_mismatch" | "campaign_rule_inconsistent" | "expression_malformed" | "expression_too_costly" | "jurisdiction_check_missing" | "nonce_mismatch";
                    };
                };
            };
            /** @description `internal_fault` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_fault";
                    };
                };
            };
            /** @description `compute_unavailable`, `draining`, `queue_full`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "store_unavailable";
                    };
                };
            };
            /** @description `deadline_passed` */
            504: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "deadline_passed";
                    };
                };
            };
        };
    };
}
