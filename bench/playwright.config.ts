import { defineConfig } from '@playwright/test'
import checks from '../playwright.config'

export default defineConfig({ ...checks, testDir: '.', outputDir: '../artifacts/bench', workers: 1 })
