// Package loop moves a station: one scheduler, on one goroutine, for all its machines, lines and fibers.
//
// What is due next comes from a winner tree over fixed timer slots, one for each timer of a machine and one for each
// line; ties are broken by slot, never by the order in which timers were set. Straight-line code runs on fibers
// (coroutines) that sleep, wait for something and make HTTP round trips in the loop's time. A Pacer says how time
// passes: at once (virtual), with the world (wall, in package live), or in step with outside parts (lockstep). What
// comes from outside enters by the Inbox. Invariants are checked after the events that touch them.
//
// A machine must not call the loop; it acts through its machine.Env. Nothing here knows what a fuel station is.
package loop
