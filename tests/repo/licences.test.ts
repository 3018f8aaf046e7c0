import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { collectLicences } from '../../scripts/licences.mjs'

it('the licences of all packages that are part of the app are collected, with what those need', () => {
  const licences = collectLicences(resolve(import.meta.dirname, '../..'))
  const names = licences.map(({ name }) => name)
  // The last two are needed by others only.
  expect(names).toEqual(expect.arrayContaining(['react', 'ioredis', 'scheduler', 'redis-errors']))
  // Tools of the build are no part of it.
  expect(names).not.toContain('vite')
  expect(licences.find(({ name }) => name === 'react')?.text).toContain('Permission is hereby granted')
  expect(licences.filter(({ licence }) => licence === 'unknown')).toEqual([])
})
