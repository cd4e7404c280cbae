import { S3ServiceException, type S3Client } from "@aws-sdk/client-s3";

/** Answers of a fake S3 by the name of the operation, such as `GetObject`; each is called with the operation's input. */
export type FakeAnswers = Readonly<Record<string, (input: Record<string, unknown>) => unknown>>;

/** A client that answers through functions: for behavior that no emulator has, such as S3 noticing a disabled key. */
export function fakeS3(answers: FakeAnswers): S3Client {
  const send = (command: { input: Record<string, unknown>; constructor: { name: string } }) => {
    const operation = command.constructor.name.replace(/Command$/, "");
    const answer = answers[operation];
    return answer
      ? Promise.resolve()
          .then(() => answer(command.input))
          .then((output) =>
            operation === "ListObjectVersions" ? { IsTruncated: false, ...(output as object) } : output,
          )
      : Promise.reject(new Error(`the fake S3 has no answer for ${operation}`));
  };
  return { send } as unknown as S3Client;
}

/** The body of an object, as the SDK returns it. */
export function body(text: string) {
  return { transformToString: () => Promise.resolve(text) };
}

/** An error as S3 answers it. */
export function s3Error(name: string, status: number, message = name): S3ServiceException {
  return new S3ServiceException({
    name,
    message,
    $fault: status < 500 ? "client" : "server",
    $metadata: { httpStatusCode: status },
  });
}
