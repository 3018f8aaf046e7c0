import { resolve } from 'node:path'
import type { Benchmark } from '../benchmark'
import { appMemory } from './memory'

/** From where the benchmarks are built to. */
const root = resolve(import.meta.dirname, '..')

/** What an operator feels: measured in the built app, in a real Electron. */
export function appBenchmarks(): Benchmark[] {
  return [...appMemory(root)]
}
