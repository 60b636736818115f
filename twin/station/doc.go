// Package station builds a site plan into parties and lines on a loop, and knows what must always balance between them.
//
// Each role can be left to the outside (Options.Outside), and each boundary can be wrapped (Hooks), which is how a bench
// puts metal behind a role and how a test makes a machine that is wrong. What a scenario is, how time passes and which
// sockets are open is not known here.
//
// An IFSF bus is one dispenser node: each of its points is a computer of its own on one shared connection. Where one of the
// two ends is outside, NetworkNodes has our end, for whoever has sockets. Other dialects on TCP carry one point.
package station
