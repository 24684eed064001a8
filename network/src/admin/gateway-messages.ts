/** An error of the gateway says what happened in its own message or in those of the peers that it asked. */
export function messagesOf(error: unknown): readonly string[] {
    if (!(error instanceof Error)) return [String(error)];
    const details: unknown = 'details' in error ? error.details : [];
    const inner = Array.isArray(details) ? (details as readonly { readonly message?: unknown }[]) : [];
    return [error.message, ...inner.map(({ message }) => String(message))];
}
