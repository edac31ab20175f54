import { appendFileSync } from 'node:fs';
import type { Metrics } from '../alarms/Metrics.ts';

/** SQS's dead-letter queues: events that nobody could handle, a line each in a file, and how many for the alarms. */
export class DeadLetters {
  private readonly file: string;
  private readonly metrics: Metrics;
  private readonly counts = new Map<string, number>();

  constructor(file: string, metrics: Metrics) {
    this.file = file;
    this.metrics = metrics;
  }

  /** @param queue ARN of the queue */
  add(queue: string, event: unknown, reason: string): void {
    appendFileSync(this.file, `${JSON.stringify({ at: Date.now(), queue, reason, event })}\n`);
    this.counts.set(queue, (this.counts.get(queue) ?? 0) + 1);
  }

  /** Tells what SQS tells CloudWatch of queues that hold something: nobody takes messages out here. */
  measure(): void {
    for (const [queue, count] of this.counts) {
      const dimensions = { QueueName: queue.slice(queue.lastIndexOf(':') + 1) };
      this.metrics.put('AWS/SQS', 'ApproximateNumberOfMessagesVisible', dimensions, count);
    }
  }
}
