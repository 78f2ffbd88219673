/** What the loop measures of itself, in nanoseconds; recorded once per batch, so that measuring costs no order much. */
import { Histogram, type HistogramSummary } from "../lib/histogram.ts";

export type SequencerFigures = {
  commands: number;
  events: number;
  inboxFull: number;
  /** From the first offer of a batch to its start; per command. */
  inboxWait: HistogramSummary;
  /** Decide, evolve and encode; per command, the batch's mean. */
  decide: HistogramSummary;
  /** Write and sync of the batch a command was in. */
  journal: HistogramSummary;
  /** Release of the batch to sockets and venues. */
  release: HistogramSummary;
  /** Commands a batch. */
  batch: HistogramSummary;
};

export class SequencerMetrics {
  commands = 0;
  events = 0;
  inboxFull = 0;
  readonly inboxWait = new Histogram();
  readonly decide = new Histogram();
  readonly journal = new Histogram();
  readonly release = new Histogram();
  readonly batch = new Histogram();

  figures(): SequencerFigures {
    return {
      commands: this.commands,
      events: this.events,
      inboxFull: this.inboxFull,
      inboxWait: this.inboxWait.summary(),
      decide: this.decide.summary(),
      journal: this.journal.summary(),
      release: this.release.summary(),
      batch: this.batch.summary(),
    };
  }
}
