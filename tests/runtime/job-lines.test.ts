import { describe, expect, it } from 'vitest'
import { JobLinesKept } from '../../src/runtime/jobs/job-lines'

const line = (text: string) => ({ level: 'info', text, at: 1 }) as const
const texts = (kept: JobLinesKept, jobId: number, offset = 0) =>
  kept.from(jobId, offset).lines.map(({ text }) => text)

describe('the lines of jobs', () => {
  it('are given from one line on, and counted', () => {
    const kept = new JobLinesKept({ jobs: 10, characters: 1_000 })
    expect(kept.countOf(1)).toBeUndefined()
    expect(kept.from(1, 0)).toEqual({ from: 0, lines: [], total: 0, leftOut: 0 })
    for (const text of ['a', 'b', 'c']) kept.add(1, line(text))
    kept.add(2, line('other'))
    expect(kept.countOf(1)).toBe(3)
    expect(kept.from(1, 1)).toEqual({ from: 1, lines: [line('b'), line('c')], total: 3, leftOut: 0 })
    expect(texts(kept, 1, 3)).toEqual([])
    expect(texts(kept, 2)).toEqual(['other'])
  })

  it('are the newest 201 of a job, and say how many were left out', () => {
    const kept = new JobLinesKept({ jobs: 10, characters: 1_000_000 })
    for (let n = 0; n < 251; n += 1) kept.add(1, line(`line ${n}`))
    const { from, lines, total, leftOut } = kept.from(1, 0)
    expect([from, lines.length, total, leftOut]).toEqual([50, 201, 251, 50])
    expect(lines[0]?.text).toBe('line 50')
    expect(texts(kept, 1, 250)).toEqual(['line 250'])
    // Of somebody who knows more than there is: the job's lines were forgotten, and it began anew.
    expect(kept.from(1, 400).from).toBe(50)
  })

  it('are at most 64 KiB of a job', () => {
    const kept = new JobLinesKept({ jobs: 10, characters: 1_000_000 })
    for (let n = 0; n < 20; n += 1) kept.add(1, line(String(n).padEnd(5_000)))
    expect(texts(kept, 1)).toHaveLength(13)
    expect(kept.countOf(1)).toBe(20)
  })

  it('are those of the jobs that began to write last, within bounds of jobs and of characters', () => {
    const kept = new JobLinesKept({ jobs: 3, characters: 100 })
    for (let jobId = 1; jobId <= 5; jobId += 1) kept.add(jobId, line('x'))
    expect([1, 2, 3, 4, 5].map((jobId) => kept.countOf(jobId))).toEqual([undefined, undefined, 1, 1, 1])
    kept.add(4, line('y'.repeat(98)))
    expect([3, 4, 5].map((jobId) => kept.countOf(jobId))).toEqual([undefined, 2, 1])
  })
})
