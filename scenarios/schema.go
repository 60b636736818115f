package scenarios

import "reflect"

// Keys returns the struct whose keys a scenario's file has.
func Keys() reflect.Type { return reflect.TypeFor[keys]() }
