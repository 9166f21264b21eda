import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiExcludeEndpoint, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OpenAIModelCatalog } from '@yychat/engine-chat/openai';

@ApiTags('Models')
@ApiBearerAuth()
@Controller('v1/models')
export class ModelsController {
  constructor(private readonly catalog: OpenAIModelCatalog) {}

  @Get()
  @ApiOperation({ summary: 'List the models of the upstream' })
  async list() {
    return { object: 'list', data: await this.catalog.list() };
  }

  @Get(':id')
  @ApiOperation({ summary: 'Retrieve a model' })
  get(@Param('id') id: string) {
    return this.catalog.get(id);
  }

  /** Some ids have slashes in them, which not every client escapes. */
  @Get('*')
  @ApiExcludeEndpoint()
  getWithSlashes(@Param('*') id: string) {
    return this.catalog.get(id);
  }
}
