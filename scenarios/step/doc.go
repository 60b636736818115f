// Package step holds the steps of a scenario, one file each, and the stage they are played on.
//
// A step is a struct whose fields are its keys, read strictly, in a file of its own that registers it; another module
// registers its own in the same way. Lint checks it against the bench's catalogue when the file is loaded and types what
// depends on it. Run acts by the hand it is given or judges what the stage has seen; it ends when the hand has acted,
// and waits only in the loop's time.
//
// The stage has a cursor for each role: await takes the first event of a name after the role's last consumed one, also
// one that has happened already. Events that were kept are found by $name.field.
package step
