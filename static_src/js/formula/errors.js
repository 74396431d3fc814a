// What a formula comes to when it cannot be computed. The reasons in words are told by the server.
export class ErrorValue {
  constructor(code) {
    this.code = code;
  }
}

// An error value on its way up; it never leaves this folder.
export class Failure {
  constructor(code) {
    this.code = code;
  }
}

// All steps are used up; IFERROR cannot catch it.
export class Exhausted {}

export const VALUE = "#VALUE!";
export const NUM = "#NUM!";
export const DIV = "#DIV/0!";
export const NA = "#N/A";
export const LIMIT = "#LIMIT!";

export function fail(code) {
  throw new Failure(code);
}
