package main

import (
	"context"
	"errors"
	"net/rpc"

	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
)

var handshake = plugin.HandshakeConfig{
	ProtocolVersion:  1,
	MagicCookieKey:   "DKRON_PLUGIN_MAGIC_COOKIE",
	MagicCookieValue: "b29a76488b6f3ca7955c5f769b50641f0fcd88748d8cedecda313d516320ca19",
}

var protocolOf = map[string]plugin.Protocol{
	"processor": plugin.ProtocolNetRPC,
	"executor":  plugin.ProtocolGRPC,
}

var kinds = map[string]plugin.Plugin{
	"processor": processor{},
	"executor":  executor{},
}

// An executor over "netrpc" is what Dkron's own Serve makes of one.
func serve(protocol string) {
	config := plugin.ServeConfig{HandshakeConfig: handshake, Plugins: kinds}
	if protocol == "grpc" {
		// Of several kinds the library takes any one for its proof that all can do so.
		config.Plugins = map[string]plugin.Plugin{"executor": executor{}}
		config.GRPCServer = plugin.DefaultGRPCServer
	}
	plugin.Serve(&config)
}

type processor struct{}

func (processor) Server(*plugin.MuxBroker) (interface{}, error) {
	return &marker{}, nil
}

func (processor) Client(_ *plugin.MuxBroker, client *rpc.Client) (interface{}, error) {
	return client, nil
}

// marker puts its version before a job's output; "broken" fails at it.
type marker struct{}

func (*marker) Process(output string, processed *string) error {
	if version == "broken" {
		return errors.New("it is broken")
	}
	*processed = version + ": " + output
	return nil
}

// executor runs nothing: the host asks it for nothing but to be there.
type executor struct {
	plugin.NetRPCUnsupportedPlugin
}

func (executor) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error {
	return nil
}

func (executor) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, connection *grpc.ClientConn) (interface{}, error) {
	return connection, nil
}
