from yahoo_panoptes.polling.polling_plugin import PanoptesPollingPlugin


class PluginPollingheartbeat(PanoptesPollingPlugin):
    def run(self, context):
        return None
