// Generated from docs/reference/openapi by `npm run docs`. Do not edit.
export interface paths {
    "/campaigns/{campaignId}/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A campaign’s own accounts with what is posted and pending on them.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["listCampaignAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{campaignId}/totals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where a campaign’s money is; what came in and did not go back is all there.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["showCampaignTotals"];
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
    "/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The hash-chained journal from its beginning, for whoever recomputes it. Names payees.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["listJournal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recomputes the journal’s chain and adds up all accounts.
         * @description Changes nothing. Answers within 60000 ms.
         */
        get: operations["proveLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/transfers/{transferId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One transfer with everything that the journal says about it. Names payees.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["showTransfer"];
        put?: never;
        post?: never;
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
    listCampaignAccounts: {
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
            /** @description All of them, in a fixed order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            available: string;
                            lastSeq: number;
                            name: "pool" | "in_flight" | "settled" | "held" | "forfeited" | "receivable";
                            pending: {
                                credits: string;
                                debits: string;
                            };
                            posted: string;
                        }[];
                        next?: string;
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
    showCampaignTotals: {
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
            /** @description The totals, in minor units. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        asset: string;
                        campaignId: string;
                        forfeited: string;
                        free: string;
                        funded: string;
                        held: string;
                        inFlight: string;
                        receivable: string;
                        reserved: string;
                        returned: string;
                        settled: string;
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
    listJournal: {
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
                            /** @description Canonical JSON, exactly as hashed. */
                            entry: string;
                            hash: string;
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
    proveLedger: {
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
            /** @description What was found, sound or not. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        journal: {
                            entries: number;
                            headHash: string;
                            /** @constant */
                            sound: true;
                        } | {
                            fault: string;
                            seq: number;
                            /** @constant */
                            sound: false;
                        };
                        trialBalance: {
                            accounts: number;
                            asset: string;
                            balanced: boolean;
                            creditsPending: string;
                            creditsPosted: string;
                            debitsPending: string;
                            debitsPosted: string;
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
    showTransfer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                transferId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its story. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: ({
                            seq: number;
                        } & {
                            [key: string]: unknown;
                        })[];
                        id: string;
                        payment?: {
                            rail: string;
                            receipt?: string;
                            state: "prepared" | "submitted" | "unknown" | "settled";
                        };
                        refused?: string;
                        state: string;
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
            /** @description `transfer_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "transfer_unknown";
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
}
