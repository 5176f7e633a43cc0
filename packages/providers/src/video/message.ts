import { createHash } from 'node:crypto';
import { BacklotError, type VideoMessage } from '@backlot/core';
import { z } from 'zod';

/** A message as it came to the door. */
export type IncomingVideoMessage = {
  /** The bytes as they came; a parsed and printed body has another signature. */
  rawBody: Uint8Array;
  headers: Headers;
  nowMs: number;
};

/** What a text column and JSON of Postgres keep: neither U+0000 nor half of a pair of UTF-16. A job that fails of one fails for ever. */
export const isWritable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** By what name a message calls its job. */
export const jobName = z.string().min(1).max(200).refine(isWritable);

/** Judges a message of one provider. BAD_SIGNATURE or WRONG_SECRET when it may not speak; BAD_INPUT when it says nothing. */
export type VideoDoor = (message: IncomingVideoMessage) => Promise<VideoMessage>;

/** How far a message's own time may lie from ours, in both directions; this bounds a replay. */
export const messageToleranceSeconds = 300;

/** Whether a time in seconds since 1970, as a header has it, is near enough. */
export function isFresh(timestamp: string, nowMs: number): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  return Math.abs(Math.floor(nowMs / 1000) - Number(timestamp)) <= messageToleranceSeconds;
}

/** A signed body in the shape it must have. BAD_INPUT otherwise. */
export function readBody<T extends z.ZodType>(provider: string, rawBody: Uint8Array, shape: T): z.infer<T> {
  const read = shape.safeParse(parse(rawBody));
  if (!read.success) throw new BacklotError('BAD_INPUT', { provider });
  return read.data;
}

/** Names a message that has no name of its own by what it says. */
export const nameOf = (rawBody: Uint8Array): string => createHash('sha256').update(rawBody).digest('hex');

function parse(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    return undefined;
  }
}
