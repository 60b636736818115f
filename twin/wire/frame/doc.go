// Package frame holds what several protocols build their frames from: packed BCD, check sums, the byte stuffing of
// DART, and transcripts, the text files in which tests keep captured conversations.
//
// Everything here appends to the caller's slice and allocates nothing. Left out: anything that knows a protocol's
// fields; those are in the folder of the dialect.
package frame
