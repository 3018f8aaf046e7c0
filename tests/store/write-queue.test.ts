import { expect, test } from 'vitest'
import { WriteQueue } from '../../src/store/write-queue'
import { intended } from './journal-bench'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('while two batches are on their way, turns are collected for one that follows', async () => {
  const sent: (readonly number[])[] = []
  const queue = new WriteQueue({ records: 1e6, bytes: 1e9 }, (_, batch) =>
    sent.push(batch.journal.intended.numbers),
  )
  const told: number[] = []
  const intendIn = async (numbers: readonly number[]): Promise<void> => {
    for (const number of numbers) queue.intend(intended(number), 1, () => void told.push(number))
    await turn()
  }
  await intendIn([1, 2])
  await intendIn([3])
  await intendIn([4])
  await intendIn([5, 6])
  expect(sent).toEqual([[1, 2], [3]])

  // What the answers lead to in the same turn belongs to the batch that waits.
  queue.written(1)
  void Promise.resolve().then(() => queue.intend(intended(7), 1, () => void told.push(7)))
  expect(sent).toHaveLength(2)
  await turn()
  expect(sent).toEqual([[1, 2], [3], [4, 5, 6, 7]])

  queue.written(2)
  queue.written(3)
  await turn()
  expect(told).toEqual([1, 2, 3, 4, 5, 6, 7])
  await intendIn([8])
  expect(sent).toHaveLength(4)
})

test('a question sends what was collected, however many batches are on their way', async () => {
  const sent: number[] = []
  const queue = new WriteQueue({ records: 1e6, bytes: 1e9 }, (id) => sent.push(id))
  for (const number of [1, 2, 3]) {
    queue.intend(intended(number), 1, () => undefined)
    await turn()
  }
  expect(sent).toEqual([1, 2])
  queue.flush()
  expect(sent).toEqual([1, 2, 3])
})

test('a batch of 2,000 records waits for no other', async () => {
  const sent: number[] = []
  const queue = new WriteQueue({ records: 1e6, bytes: 1e9 }, (_, { records }) => sent.push(records))
  for (const records of [1, 1, 1_500, 500]) {
    for (let number = 0; number < records; number += 1) queue.intend(intended(number), 1, () => undefined)
    await turn()
  }
  expect(sent).toEqual([1, 1, 2_000])
})
