// Generated from docs/reference/openapi by `npm run docs`. Do not edit.
export interface paths {
    "/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The credentials that are kept here, by id.
         * @description Changes nothing. Answers within 2000 ms.
         */
        get: operations["listCredentials"];
        put?: never;
        /**
         * Keeps a credential that is bound to a key made here; the same again changes nothing.
         * @description The same content is the same request. Answers within 5000 ms.
         */
        post: operations["storeCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credentials/{credentialId}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether a credential still stands, from its issuer’s list, before any verifier says so.
         * @description Changes nothing. Answers within 6000 ms.
         */
        get: operations["checkStatus"];
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
    "/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a key for one credential and returns its public half for the request to issue.
         * @description Repeated under the same Idempotency-Key it gives the same answer. Answers within 5000 ms.
         */
        post: operations["createKey"];
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
    listCredentials: {
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
                            credentialId: string;
                            issuer: string;
                            storedAtMs: number;
                            vct: string;
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
    storeCredential: {
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
                    credential: string;
                    credentialId: string;
                };
            };
        };
        responses: {
            /** @description What is kept. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        credentialId: string;
                        issuer: string;
                        storedAtMs: number;
                        vct: string;
                    };
                };
            };
            /** @description `credential_malformed`, `disclosure_malformed`, `disclosure_name_reserved`, `duplicate_key`, `key_malformed`, `malformed_message`, `nesting_too_deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "credential_malformed" | "disclosure_malformed" | "disclosure_name_reserved" | "duplicate_key" | "key_malformed" | "malformed_message" | "nesting_too_deep";
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
            /** @description `credential_conflict` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "credential_conflict";
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
            /** @description `holder_binding_missing`, `holder_key_unknown` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "holder_binding_missing" | "holder_key_unknown";
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
    checkStatus: {
        parameters: {
            query?: never;
            header?: {
                /** @description Milliseconds that the caller still waits, if less than the operation’s budget. */
                "Evenkeel-Budget-Ms"?: components["parameters"]["Budget"];
            };
            path: {
                credentialId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the list says. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description When the issuer signed its list. */
                        asOfMs: number;
                        /** @description Until when verifiers may rely on it. */
                        leaseEndsAtMs: number;
                        status: "valid" | "suspended" | "invalid";
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
            /** @description `header_not_accepted`, `status_index_out_of_range`, `status_list_malformed`, `status_list_mismatch` */
            422: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "header_not_accepted" | "status_index_out_of_range" | "status_list_malformed" | "status_list_mismatch";
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
            /** @description `compute_unavailable`, `draining`, `queue_full`, `status_stale`, `status_unavailable`, `store_unavailable` */
            503: {
                headers: {
                    /** @description Seconds. There when the problem is retryable. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "compute_unavailable" | "draining" | "queue_full" | "status_stale" | "status_unavailable" | "store_unavailable";
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
    createKey: {
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
        requestBody?: never;
        responses: {
            /** @description The public key. */
            201: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        jwk: {
                            crv: string;
                            kty: string;
                            x: string;
                            y?: string;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description `idempotency_key_missing`, `malformed_message` */
            400: {
                headers: {
                    /** @description There when the answer is a stored one. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_key_missing" | "malformed_message";
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
