export * from './erasures.ts';
export * from './facts.ts';
export * from './parts.ts';
export * from './poster.ts';
export * from './private-data.ts';
export * from './reader.ts';
export * from './rules.ts';
export type { ContainerScan, PrivateFinding } from './scan.ts';
export * from './sniff.ts';
