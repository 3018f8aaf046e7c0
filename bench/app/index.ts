import { resolve } from 'node:path'
import type { Benchmark } from '../benchmark'
import { appAtRest } from './idle'
import { appUnderLoad } from './load'
import { appMemory } from './memory'
import { appStart } from './start'

/** From where the benchmarks are built to. */
const root = resolve(import.meta.dirname, '..')

/** What an operator feels: measured in the built app, in a real Electron. */
export function appBenchmarks(): Benchmark[] {
  return [...appStart(root), ...appUnderLoad(root), ...appAtRest(root), ...appMemory(root)]
}
