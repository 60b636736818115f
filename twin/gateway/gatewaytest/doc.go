// Package gatewaytest is the conformance suite of package gateway: what every gateway must do for a fuel site, whatever
// API manner it serves. A gateway's own test gives it a Rig whose client is the manner's official library.
package gatewaytest
