/** The text of a state machine's definition, with a harmless value wherever CloudFormation would put one. */
export function definitionText(value: unknown): string {
  if (typeof value === 'string') return value;
  const join = (value as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join'];
  return join
    ? join[1]
        .map((part) =>
          typeof part === 'string'
            ? part
            : (part as { Ref?: string }).Ref === 'AWS::Partition'
              ? 'aws'
              : 'arn:aws:lambda:us-east-1:123456789012:function:f',
        )
        .join(join[0])
    : '';
}
