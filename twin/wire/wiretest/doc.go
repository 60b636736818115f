// Package wiretest is what "works" means for a dialect: one conformance core, Run, fed with a Profile for each pair of
// ends. It also has what other tests need to make two sessions talk: Pair, which joins them in virtual time over a
// clean or a bad line, and Recorder, an Out that writes down what a single session does.
//
// Nothing here knows a dialect; what differs between them is data in the Profile.
package wiretest
