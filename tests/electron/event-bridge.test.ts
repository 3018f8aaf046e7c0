import { describe, expect, it } from 'vitest'
import type { LiveState } from '../../src/contract/live'
import { LIMITS } from '../../src/contract/limits'
import { idleLiveState } from '../../electron/idle-live-state'
import { EventBridge } from '../../electron/ipc/event-bridge'
import { DEFAULT_SETTINGS } from '../../electron/settings/schema'

const [profile] = DEFAULT_SETTINGS.profiles
if (!profile) throw new Error('no profile')

/** A source that counts how often its state is made, a page that keeps what it gets, and a clock turned by hand. */
function bridged() {
  const listeners = new Set<() => void>()
  const counts = { made: 0 }
  const sent: LiveState[] = []
  const clock: { now: number; due: { at: number; run: () => void } | undefined } = {
    now: 1_000,
    due: undefined,
  }
  const source = {
    live: () => {
      counts.made += 1
      return idleLiveState(profile ?? fail(), 0, undefined)
    },
    onChange(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const bridge = new EventBridge(source, (state) => sent.push(state), {
    now: () => clock.now,
    after(milliseconds, run) {
      expect(clock.due, 'one timer at a time').toBeUndefined()
      clock.due = { at: clock.now + milliseconds, run }
      return () => {
        clock.due = undefined
      }
    },
  })
  return {
    bridge,
    counts,
    sent,
    clock,
    listeners,
    change: (times = 1) => {
      for (let index = 0; index < times; index += 1) for (const listener of listeners) listener()
    },
    pass: (milliseconds: number) => {
      clock.now += milliseconds
      const { due } = clock
      if (!due || due.at > clock.now) return
      clock.due = undefined
      due.run()
    },
  }
}

function fail(): never {
  throw new Error('no profile')
}

describe('the event bridge', () => {
  it('says nothing, and makes nothing, before the page opens it', () => {
    const { change, pass, sent, counts, clock } = bridged()
    change(1_000)
    pass(10_000)
    expect(sent).toEqual([])
    expect(counts.made).toBe(0)
    expect(clock.due).toBeUndefined()
  })

  it('says nothing when nothing changed', () => {
    const { bridge, pass, sent, counts } = bridged()
    bridge.open()
    pass(10_000)
    expect(sent).toEqual([])
    expect(counts.made).toBe(1)
  })

  it('folds a hundred thousand changes into one message', () => {
    const { bridge, change, pass, sent, counts } = bridged()
    bridge.open()
    change(100_000)
    pass(LIMITS.liveIntervalMs)
    expect(sent).toHaveLength(1)
    expect(counts.made).toBe(2)
  })

  it('sends at most one message in 66 ms to a page that acknowledges at once', () => {
    const { bridge, change, pass, sent, clock } = bridged()
    bridge.open()
    const times: number[] = []
    for (let millisecond = 0; millisecond < 1_000; millisecond += 1) {
      change()
      const before = sent.length
      pass(1)
      const last = sent.at(-1)
      if (sent.length === before || !last) continue
      times.push(clock.now)
      bridge.acknowledge(last.sequence)
    }
    expect(times.length).toBe(Math.floor(1_000 / LIMITS.liveIntervalMs))
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(LIMITS.liveIntervalMs)
  })

  it('waits for the acknowledgement, however long, and then tells all that happened in one message', () => {
    const { bridge, change, pass, sent } = bridged()
    bridge.open()
    change()
    pass(66)
    expect(sent).toHaveLength(1)
    change(500)
    pass(60_000)
    expect(sent).toHaveLength(1)
    bridge.acknowledge(sent[0]?.sequence ?? 0)
    pass(0)
    expect(sent).toHaveLength(2)
  })

  it('is not moved by the acknowledgement of another message', () => {
    const { bridge, change, pass, sent } = bridged()
    const opened = bridge.open()
    change()
    pass(66)
    change()
    bridge.acknowledge(opened.sequence)
    bridge.acknowledge(999)
    pass(1_000)
    expect(sent).toHaveLength(1)
  })

  it('starts anew when the page is loaded again, with a message that is never acknowledged behind it', () => {
    const { bridge, change, pass, sent } = bridged()
    bridge.open()
    change()
    pass(66)
    bridge.reset()
    change(10)
    pass(1_000)
    expect(sent).toHaveLength(1)
    const reopened = bridge.open()
    change()
    pass(66)
    expect(sent).toHaveLength(2)
    expect(sent[1]?.sequence).toBeGreaterThan(reopened.sequence)
    expect(reopened.sequence).toBeGreaterThan(sent[0]?.sequence ?? 0)
  })

  it('tells a page once more that opens it a second time: what was on its way is not lost', () => {
    const { bridge, change, pass, sent } = bridged()
    bridge.open()
    change()
    const second = bridge.open()
    pass(66)
    expect(sent).toHaveLength(1)
    expect(sent[0]?.sequence).toBeGreaterThan(second.sequence)
    bridge.acknowledge(sent[0]?.sequence ?? 0)
    pass(1_000)
    expect(sent).toHaveLength(1)
  })

  it('says and makes nothing while its window is hidden, and all of it in one message once it is seen again', () => {
    const { bridge, change, pass, sent, counts, clock } = bridged()
    bridge.open()
    change()
    bridge.hide()
    change(100_000)
    pass(60_000)
    expect(clock.due).toBeUndefined()
    expect(sent).toEqual([])
    expect(counts.made).toBe(1)
    bridge.show()
    pass(0)
    expect(sent).toHaveLength(1)
    bridge.acknowledge(sent[0]?.sequence ?? 0)
    bridge.hide()
    bridge.show()
    pass(60_000)
    expect(sent).toHaveLength(1)
  })

  it('leaves nothing behind when its window is gone', () => {
    const { bridge, change, pass, listeners, clock, sent } = bridged()
    bridge.open()
    change()
    bridge.dispose()
    expect(listeners.size).toBe(0)
    expect(clock.due).toBeUndefined()
    pass(1_000)
    expect(sent).toEqual([])
  })
})
