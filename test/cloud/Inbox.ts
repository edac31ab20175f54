import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Notification } from '../endToEnd/driver.ts';

/** Keeps what topics send: a queue of its own is subscribed to each. */
export class Inbox {
  private readonly sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  private readonly queues = new Map<
    string,
    { readonly url: string; readonly notifications: Notification[] }
  >();

  static async open(topics: readonly string[]): Promise<Inbox> {
    const inbox = new Inbox();
    const sns = new SNSClient({});
    for (const topic of topics) await inbox.subscribe(sns, topic);
    sns.destroy();
    return inbox;
  }

  /** Everything that a topic has sent since the inbox was opened. */
  async received(topic: string): Promise<readonly Notification[]> {
    const queue = this.queues.get(topic);
    if (!queue) throw new TypeError(`nobody listens to ${topic}`);
    for (;;) {
      const { Messages = [] } = await this.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queue.url, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return queue.notifications;
      for (const { Body = '{}' } of Messages) {
        const { Subject = '', Message = '' } = JSON.parse(Body) as { Subject?: string; Message?: string };
        queue.notifications.push({ subject: Subject, message: Message });
      }
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await this.sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries }));
    }
  }

  private async subscribe(sns: SNSClient, topic: string): Promise<void> {
    const name = `end-to-end-${topic.split(':').at(-1)}`.slice(0, 80);
    const { QueueUrl: url = '' } = await this.sqs.send(new CreateQueueCommand({ QueueName: name }));
    const { Attributes } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
    );
    await sns.send(
      new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: Attributes?.QueueArn }),
    );
    this.queues.set(topic, { url, notifications: [] });
  }
}
