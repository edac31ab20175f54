/** The account and region that everything on this machine pretends to be in. */
export const account = '000000000000';
export const region = 'us-east-1';

interface Kind {
  /** ARN of a resource with this physical name; none for resources without one. */
  readonly arn?: (name: string) => string;
  /** True when `Ref` gives the ARN. */
  readonly refIsArn?: boolean;
  /** Makes the physical name of a logical id. @default `<stack>-<id>` */
  readonly name?: (stack: string, id: string) => string;
}

const regional = (service: string, path: (name: string) => string) => (name: string) =>
  `arn:aws:${service}:${region}:${account}:${path(name)}`;
const idOnly: Kind = { name: (_, id) => id.toLowerCase().slice(-12) };
const plain: Kind = {};

/** Every type of resource that the runner knows; those that mean nothing on one machine are only named. */
export const kinds: Readonly<Record<string, Kind>> = {
  'AWS::S3::Bucket': {
    arn: (name) => `arn:aws:s3:::${name}`,
    name: (stack, id) => `${stack}-${id}`.toLowerCase(),
  },
  'AWS::S3::BucketPolicy': plain,
  'AWS::DynamoDB::Table': { arn: regional('dynamodb', (name) => `table/${name}`) },
  'AWS::Lambda::Function': { arn: regional('lambda', (name) => `function:${name}`) },
  'AWS::Lambda::LayerVersion': { arn: regional('lambda', (name) => `layer:${name}:1`), refIsArn: true },
  'AWS::Lambda::Permission': plain,
  'AWS::IAM::Role': { arn: (name) => `arn:aws:iam::${account}:role/${name}` },
  'AWS::IAM::Policy': plain,
  'AWS::Logs::LogGroup': { arn: regional('logs', (name) => `log-group:${name}:*`) },
  'AWS::Logs::ResourcePolicy': plain,
  'AWS::StepFunctions::StateMachine': {
    arn: regional('states', (name) => `stateMachine:${name}`),
    refIsArn: true,
  },
  'AWS::Events::Rule': { arn: regional('events', (name) => `rule/${name}`) },
  'AWS::SNS::Topic': { arn: regional('sns', (name) => name), refIsArn: true },
  'AWS::SNS::TopicPolicy': plain,
  'AWS::SNS::Subscription': plain,
  'AWS::SQS::Queue': { arn: regional('sqs', (name) => name) },
  'AWS::SQS::QueuePolicy': plain,
  'AWS::CloudWatch::Alarm': { arn: regional('cloudwatch', (name) => `alarm:${name}`) },
  'AWS::ApiGateway::RestApi': { ...idOnly, arn: (name) => `arn:aws:apigateway:${region}::/restapis/${name}` },
  'AWS::ApiGateway::Resource': idOnly,
  'AWS::ApiGateway::Method': idOnly,
  'AWS::ApiGateway::Deployment': idOnly,
  'AWS::ApiGateway::Stage': plain,
  'AWS::ApiGateway::Account': plain,
  'AWS::ApiGateway::ApiKey': idOnly,
  'AWS::ApiGateway::UsagePlan': idOnly,
  'AWS::ApiGateway::UsagePlanKey': idOnly,
  'AWS::CDK::Metadata': plain,
};
