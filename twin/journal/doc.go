// Package journal records everything that was said, seen and done on one timeline, and keeps what parties must not lose.
//
// A journal is a file of JSON lines. Frames on a bus are compared poll cycle by poll cycle: equal cycles become one
// run-length record, from which every frame and its instant can be told again. Card data never enters: frames go through
// the dialect's secrets first, and event fields mask themselves. The modelled disk is in store.go. Reading a journal back
// is in read.go; what a report makes of it is not here.
package journal
