// Package station builds a site plan into parties and lines on a loop, and knows what must always balance between them.
//
// Each role can be left to the outside (Options.Outside), and each boundary can be wrapped (Hooks), which is how a bench
// puts metal behind a role and how a test makes a machine that is wrong. What a scenario is, how time passes and which
// sockets are open is not known here.
package station
