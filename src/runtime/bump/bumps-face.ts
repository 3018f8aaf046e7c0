import type { BumpOutcome, BumpPreview } from '../../contract/bump'

/** What an operator does with the generation. Methods throw KeyholdError. */
export interface BumpsFace {
  /**
   * What a bump would do, as far as it is counted: asked again and again while the dialog is open.
   *
   * @param opening names one opening of the dialog; a new one begins to count anew
   */
  preview(opening: string): BumpPreview
  /** Ends the count of the preview. */
  stopPreview(): void
  /** Bumps only while the generation is still `from`. */
  confirm(from: string, reason?: string): Promise<BumpOutcome>
  /** The notice of a bump is not needed any more. */
  dismiss(noticeId: number): void
}
