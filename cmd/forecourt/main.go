// Command forecourt is a digital twin of a fuel station and a test bench for its devices.
package main

func main() {}
