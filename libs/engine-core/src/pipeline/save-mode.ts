/** Whose words the conversation log keeps. */
export type SaveMode = 'both' | 'user_only' | 'assistant_only';
